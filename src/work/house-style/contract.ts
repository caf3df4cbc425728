import { z } from 'zod';
import { id, instant } from '#work/contract.ts';

/** #rrggbb; what is no colour is refused with the contrasts, by the rules of the style. */
const colour = z.string().min(1).max(20);

/** The style of an organisation's documents: colours as #rrggbb, one of the shipped families, a PNG. */
export const styleColours = z.strictObject({
  accent: colour,
  ink: colour,
  muted: colour,
  tint: colour,
  rule: colour,
  font: z.enum(['sans', 'serif']),
  /** Title and headings; absent: as the text. */
  headings: z.enum(['sans', 'serif']).optional(),
});

/** Base64 of a PNG of 200 kB at most, and what it shows in words. */
export const styleLogo = z.strictObject({
  base64: z.string().max(280_000),
  altText: z.string().trim().min(1).max(200),
});

export const houseStyleInput = styleColours.extend({
  /** Absent: stays; null: none. */
  logo: styleLogo.nullish(),
});

/** What the specimen is shown with before it is kept; the logo is the one that is kept. */
export const specimenQuery = styleColours
  .partial()
  .extend({ language: z.enum(['en', 'fr', 'de']).optional() });

export const houseStyle = z.object({
  organisationId: id,
  style: styleColours.extend({ logo: styleLogo.nullable() }),
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
export type HouseStyleInput = z.infer<typeof houseStyleInput>;
export type SpecimenQuery = z.infer<typeof specimenQuery>;
export type StyleContrasts = z.infer<typeof styleContrasts>;
