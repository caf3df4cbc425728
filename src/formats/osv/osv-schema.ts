import { z } from 'zod';

const text = z.string();
const optionalText = z.string().nullish();
const optionalTexts = z.array(z.string()).nullish();

const event = z.object({
  introduced: optionalText,
  fixed: optionalText,
  last_affected: optionalText,
  limit: optionalText,
});

const severity = z.object({ type: text, score: text });

const affected = z.object({
  package: z.object({ ecosystem: text.min(1), name: text.min(1), purl: optionalText }).nullish(),
  severity: z.array(severity).nullish(),
  ranges: z
    .array(
      z.object({
        type: z.enum(['SEMVER', 'ECOSYSTEM', 'GIT']),
        repo: optionalText,
        events: z.array(event),
      }),
    )
    .nullish(),
  versions: optionalTexts,
});

/** OSV 1.x: the properties that are read. Others are allowed by the format and not kept. */
export const osvSchema = z.object({
  schema_version: optionalText,
  id: text.min(1).max(200),
  modified: text,
  published: optionalText,
  withdrawn: optionalText,
  aliases: optionalTexts,
  upstream: optionalTexts,
  related: optionalTexts,
  summary: optionalText,
  details: optionalText,
  severity: z.array(severity).nullish(),
  affected: z.array(affected).nullish(),
  references: z.array(z.object({ type: optionalText, url: text })).nullish(),
  database_specific: z.unknown().optional(),
});

export type OsvRecord = z.infer<typeof osvSchema>;
export type OsvAffected = z.infer<typeof affected>;
