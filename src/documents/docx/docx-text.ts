import { Bookmark, ExternalHyperlink, InternalHyperlink, type ParagraphChild, TextRun } from 'docx';
import { cleanText } from '../clean-text.ts';
import type { Inline, MarkedText, Run } from '../model.ts';
import type { Outline } from '../outline.ts';

/** How the text around a run is set: all bold, or small as in tables. */
type Setting = { readonly bold?: boolean; readonly small?: boolean };

/** Runs of plain text, its line ends as breaks and its controls shown. */
export function textRuns(
  text: string,
  marks: Omit<MarkedText, 'text' | 'href'> & Setting = {},
): TextRun[] {
  return cleanText(text)
    .split('\n')
    .map(
      (line, i) =>
        new TextRun({
          text: line,
          ...(i > 0 ? { break: 1 } : {}),
          ...(marks.bold === true ? { bold: true } : {}),
          ...(marks.italic === true ? { italics: true } : {}),
          ...(marks.code === true
            ? { style: marks.small === true ? 'SmallCodeCharacter' : 'CodeCharacter' }
            : {}),
        }),
    );
}

/** The children of a paragraph for an inline text. */
export function inlineRuns(
  inline: Inline,
  outline: Outline,
  { bold = false, small = false }: Setting = {},
): ParagraphChild[] {
  const runs: readonly Run[] = typeof inline === 'string' ? [inline] : inline;
  return runs.flatMap((run): ParagraphChild[] => {
    if (typeof run === 'string') return textRuns(run, { bold });
    if ('lineBreak' in run) return [new TextRun({ break: 1 })];
    if ('ref' in run) return reference(run.ref, outline);
    const { text, href, ...marks } = run;
    const children = textRuns(text, { ...marks, bold: bold || marks.bold === true, small });
    if (href === undefined) return children;
    const linked = new TextRun({ text: cleanText(text), style: 'Hyperlink' });
    return [new ExternalHyperlink({ link: href, children: [linked] })];
  });
}

function reference(id: string, outline: Outline): ParagraphChild[] {
  const target = outline.resolve(id);
  if (target === null) return [];
  const children = [new TextRun({ text: target.text, style: 'Hyperlink' })];
  return [new InternalHyperlink({ anchor: bookmarkName(target.anchor), children })];
}

/** Children inside a bookmark that references lead to. */
export function bookmarked(anchor: string, children: readonly ParagraphChild[]): Bookmark {
  return new Bookmark({ id: bookmarkName(anchor), children: [...children] });
}

/** Word allows letters, digits and underscores in the name of a bookmark; one that begins with _ is hidden. */
export function bookmarkName(anchor: string): string {
  return `_${anchor.replaceAll('-', '_')}`;
}
