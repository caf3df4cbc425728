import { BuilderElement, type Document, type XmlComponent } from 'docx';
import { FAMILIES, type FontFamily, fontFile } from '../fonts.ts';
import type { DocumentModel, FontFiles, OwnFont, Theme } from '../model.ts';
import { dressFace } from '../own-font/dress-face.ts';
import { facesWithBytes, goesIntoWord, ownFontOf } from '../own-font/own-faces.ts';

/**
 * The families of text and headings in their four faces, and the regular monospaced face when the document has code. An own family that may
 * not go into the file, or that Word could not read there, is named; then its shipped kin goes along to stand in for it.
 */
export function embeddedFonts(model: DocumentModel, files: FontFiles) {
  const { font, headings = font } = model.theme;
  const own = ownFontOf(model.theme);
  const text = [...new Set([font, headings].map((one) => standIn(model.theme, one)))].map(
    (family) => (family === 'own' && own !== null ? ownFaces(own, files) : shipped(family)),
  );
  const hasCode = /"(?:code":true|kind":"code")/.test(
    JSON.stringify([model.sections, model.annexes]),
  );
  const { name, regular } = FAMILIES.mono;
  return hasCode ? [...text, { name, data: fontFile(regular) }] : text;
}

/** Enters an own family that is only named into the table of fonts, with the shipped one that stands in for it where it is not installed. */
export function nameOwnFont(document: Document, theme: Theme): void {
  const own = ownFontOf(theme);
  if (own === null || goesIntoWord(own)) return;
  document.FontTable.View.addChildElement(
    element('w:font', { name: own.family }, [
      element('w:altName', { val: FAMILIES[own.kin].name }),
    ]),
  );
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlComponent[] = [],
): XmlComponent {
  return new BuilderElement({
    name,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, { key: `w:${key}`, value }]),
    ),
    children,
  });
}

/** What is embedded for a font of the theme: the own family where it may be, otherwise its kin. */
function standIn(theme: Theme, font: Theme['font']): Theme['font'] {
  if (font !== 'own') return font;
  const own = ownFontOf(theme);
  if (own === null) return 'sans';
  return goesIntoWord(own) ? 'own' : own.kin;
}

function ownFaces(own: OwnFont, files: FontFiles) {
  const { family } = own;
  const [regular, ...others] = facesWithBytes(own, files).map(({ name, face, bytes }) => ({
    name,
    data: dressFace(bytes, { family, face: name, postscriptName: face.postscriptName }),
  }));
  if (regular === undefined) throw new RangeError('An own family has a regular face');
  return {
    name: family,
    data: regular.data,
    ...Object.fromEntries(others.map(({ name, data }) => [name, data])),
  };
}

function shipped(font: Theme['font']) {
  return embedded(FAMILIES[font === 'own' ? 'sans' : font]);
}

function embedded(family: FontFamily) {
  return {
    name: family.name,
    data: fontFile(family.regular),
    bold: fontFile(family.bold),
    ...(family.italic === null ? {} : { italic: fontFile(family.italic) }),
    ...(family.boldItalic === null ? {} : { boldItalic: fontFile(family.boldItalic) }),
  };
}
