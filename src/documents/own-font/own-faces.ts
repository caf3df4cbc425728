import { createHash } from 'node:crypto';
import { FAMILIES, fontFile } from '../fonts.ts';
import type { FaceName, FontFiles, OwnFace, OwnFont, Theme } from '../model.ts';
import { dressFace } from './dress-face.ts';

export const faceNames = ['regular', 'bold', 'italic', 'boldItalic'] as const;

/** A document names a font file whose bytes were not brought along: printed with another one it would be another document. */
export class MissingFontError extends Error {
  override readonly name = 'MissingFontError';
}

/** The own family that a theme prints with, or null. */
export function ownFontOf(theme: Theme): OwnFont | null {
  const used = theme.font === 'own' || theme.headings === 'own';
  return used ? (theme.ownFont ?? null) : null;
}

/** The families that text is set in, in the order in which they are asked for a character. */
export function familiesOf(theme: Theme, font: Theme['font'], ownName: string): readonly string[] {
  if (font !== 'own') return [FAMILIES[font].name];
  const kin = FAMILIES[theme.ownFont?.kin ?? 'sans'].name;
  return theme.ownFont === undefined ? [kin] : [ownName, kin];
}

/** The faces that the family has, with their bytes. @throws MissingFontError */
export function facesWithBytes(
  own: OwnFont,
  files: FontFiles,
): readonly { readonly name: FaceName; readonly face: OwnFace; readonly bytes: Uint8Array }[] {
  return faceNames.flatMap((name) => {
    const face = own.faces[name];
    if (face === undefined) return [];
    const bytes = files.get(face.sha256);
    if (bytes === undefined) {
      throw new MissingFontError(`The font file ${face.sha256} (${own.family}) is not there`);
    }
    return [{ name, face, bytes }];
  });
}

/** What the typesetter calls an own family: never a name that a shipped family or another organisation's has. */
export function typesetterName(own: OwnFont): string {
  const digests = faceNames.map((name) => own.faces[name]?.sha256 ?? '').join();
  return `cwown${createHash('sha256').update(`${own.kin} ${digests}`).digest('hex').slice(0, 24)}`;
}

/**
 * The four faces of an own family for the typesetter, which draws none by itself: a face that the family lacks is the one of the shipped
 * family, so that what is bold or italic stays so. @throws MissingFontError
 */
export function typesetterFaces(own: OwnFont, files: FontFiles): Buffer[] {
  const family = typesetterName(own);
  const given = new Map(facesWithBytes(own, files).map((one) => [one.name, one]));
  return faceNames.map((name) => {
    const one = given.get(name);
    if (one !== undefined) {
      const { postscriptName } = one.face;
      return dressFace(one.bytes, { family, face: name, postscriptName });
    }
    const shipped = FAMILIES[own.kin][name] ?? FAMILIES[own.kin].regular;
    const postscriptName = shipped.replace(/\.ttf$/, '');
    return dressFace(fontFile(shipped), { family, face: name, postscriptName });
  });
}

/**
 * Whether the files of the family may and can go into a document that is changed: Word reads embedded TrueType, and its maker allows more
 * than viewing and printing.
 */
export function goesIntoWord({ faces }: OwnFont): boolean {
  return Object.values(faces).every(
    ({ format, embedding }) => format === 'ttf' && embedding !== 'print',
  );
}

/** Whether the files of the family may go into a page that anybody can open and keep. */
export function goesIntoPages({ faces }: OwnFont): boolean {
  return Object.values(faces).every(({ embedding }) => embedding !== 'print');
}
