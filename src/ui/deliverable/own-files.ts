import type { FaceName, FontFile, HouseStyle, OwnFontInput } from '#work/house-style/contract.ts';

/** The files of an own family by face. */
export type OwnFiles = { readonly regular: FontFile } & Partial<
  Readonly<Record<FaceName, FontFile>>
>;

type Look = Omit<HouseStyle['style'], 'logo'>;

export const faceNames = ['regular', 'bold', 'italic', 'boldItalic'] as const;

/** The shipped family that stands in for an own one. */
export const kinNames = { sans: 'Noto Sans', serif: 'Noto Serif' } as const;

export function filesOf(own: HouseStyle['ownFont']): OwnFiles | null {
  const files = new Map(own?.faces.map(({ face, file }) => [face, file]));
  const regular = files.get('regular');
  return regular === undefined ? null : { ...Object.fromEntries(files), regular };
}

export function digestsOf(files: OwnFiles): OwnFontInput {
  const given = faceNames.flatMap((face) => {
    const file = files[face];
    return file === undefined ? [] : [[face, file.sha256] as const];
  });
  return { ...Object.fromEntries(given), regular: files.regular.sha256 };
}

/** Why a file cannot stand in a place of the family, as the server would say it; null: it can. */
export function misfitOf(face: FaceName, file: FontFile, files: OwnFiles | null): string | null {
  const italic = face === 'italic' || face === 'boldItalic';
  if (file.italic !== italic) return file.italic ? 'font.is-italic' : 'font.is-upright';
  if (face === 'regular') return null;
  const { regular } = files ?? {};
  if (regular === undefined) return 'font.regular-first';
  if (file.family !== regular.family) return 'font.family';
  const bold = face === 'bold' || face === 'boldItalic';
  return bold && file.weight <= regular.weight ? 'font.not-bold' : null;
}

/** The family with a file in a place; a regular face of another family, or a heavier one, begins a family of its own. */
export function withFace(files: OwnFiles | null, face: FaceName, file: FontFile): OwnFiles {
  if (face !== 'regular') return files === null ? { regular: file } : { ...files, [face]: file };
  const next: OwnFiles = { ...files, regular: file };
  const fits = faceNames.every((one) => {
    const other = next[one];
    return other === undefined || misfitOf(one, other, next) === null;
  });
  return fits ? next : { regular: file };
}

export function withoutFace(files: OwnFiles, face: FaceName): OwnFiles | null {
  if (face === 'regular') return null;
  const { regular, ...others } = files;
  return { ...Object.fromEntries(Object.entries(others).filter(([one]) => one !== face)), regular };
}

/** Text is set in an own family as soon as there is one, and in a shipped one when it is taken away. */
export function ownChosen(
  look: Look,
  kept: Look,
  next: OwnFiles | null,
  before: OwnFiles | null,
): Look {
  if (next !== null) return before === null ? { ...look, font: 'own' } : look;
  const { headings, ...others } = look;
  const kin = before?.regular.kin ?? 'sans';
  const shipped = (font: Look['font']) => (font === 'own' ? kin : font);
  const font = look.font === 'own' && kept.font !== 'own' ? kept.font : shipped(look.font);
  return { ...others, font, ...(headings === undefined ? {} : { headings: shipped(headings) }) };
}
