import { z } from 'zod';
import { id, instant } from '#work/contract.ts';

/** #rrggbb; what is no colour is refused with the contrasts, by the rules of the style. */
const colour = z.string().min(1).max(20);

/** One of the shipped families, or the organisation's own. */
const textFont = z.enum(['sans', 'serif', 'own']);

const faces = ['regular', 'bold', 'italic', 'boldItalic'] as const;
const fontDigest = z.string().regex(/^[0-9a-f]{64}$/);

/** The files of a family by their digests; each was sent before. */
export const ownFontInput = z.strictObject({
  regular: fontDigest,
  bold: fontDigest.optional(),
  italic: fontDigest.optional(),
  boldItalic: fontDigest.optional(),
});

/** The name that a font file has where it comes from. */
export const fontQuery = z.strictObject({ name: z.string().trim().min(1).max(120) });

/** A font file, and what it says of itself. */
export const fontFile = z.object({
  sha256: fontDigest,
  fileName: z.string(),
  bytes: z.number().int(),
  family: z.string(),
  postscriptName: z.string(),
  format: z.enum(['ttf', 'otf']),
  /** What its maker allows (OpenType, OS/2, fsType). */
  embedding: z.enum(['installable', 'editable', 'print']),
  kin: z.enum(['sans', 'serif']),
  weight: z.number().int(),
  italic: z.boolean(),
  /** Whether it has all letters of the script; what is not there is printed in the shipped family that is like it. */
  greek: z.boolean(),
  cyrillic: z.boolean(),
});

/** The style of an organisation's documents: colours as #rrggbb, families of fonts, a PNG. */
export const styleColours = z.strictObject({
  accent: colour,
  ink: colour,
  muted: colour,
  tint: colour,
  rule: colour,
  font: textFont,
  /** Title and headings; absent: as the text. */
  headings: textFont.optional(),
});

/** Base64 of a PNG of 200 kB at most, and what it shows in words. */
export const styleLogo = z.strictObject({
  base64: z.string().max(280_000),
  altText: z.string().trim().min(1).max(200),
});

export const houseStyleInput = styleColours.extend({
  /** Absent: stays; null: none. */
  logo: styleLogo.nullish(),
  /** Absent: stays; null: none. */
  ownFont: ownFontInput.nullish(),
});

/** What the specimen is shown with before it is kept; the logo is the one that is kept, and so is the own font unless its regular face is named. */
export const specimenQuery = styleColours
  .partial()
  .extend({ language: z.enum(['en', 'fr', 'de']).optional() })
  .extend(ownFontInput.partial().shape);

export const houseStyle = z.object({
  organisationId: id,
  style: styleColours.extend({ logo: styleLogo.nullable() }),
  /** The organisation's own family; null: it has none. */
  ownFont: z
    .object({
      family: z.string(),
      faces: z.array(z.object({ face: z.enum(faces), file: fontFile })),
    })
    .nullable(),
  /** False: the plain look, nothing was kept yet. */
  own: z.boolean(),
  /** For If-Match; 0 before anything was kept. */
  recordVersion: z.number().int(),
  updatedAt: instant.nullable(),
  may: z.object({ edit: z.boolean() }),
});

export const styleContrasts = z.object({
  items: z.array(
    z.object({
      pair: z.enum(['headings', 'text', 'small-print', 'table-heads', 'links', 'notes']),
      ratio: z.number(),
      least: z.number(),
      enough: z.boolean(),
    }),
  ),
});

export type HouseStyle = z.infer<typeof houseStyle>;
export type FontFile = z.infer<typeof fontFile>;
export type OwnFontInput = z.infer<typeof ownFontInput>;
export type FaceName = (typeof faces)[number];
export type HouseStyleInput = z.infer<typeof houseStyleInput>;
export type SpecimenQuery = z.infer<typeof specimenQuery>;
export type StyleContrasts = z.infer<typeof styleContrasts>;
