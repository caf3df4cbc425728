import type { FaceName, FontFiles, OwnFace, OwnFont, Theme } from '#documents/model.ts';
import { faceNames, ownFontOf } from '#documents/own-font/own-faces.ts';
import type { FaceFacts } from '#documents/own-font/read-face.ts';
import { sha256Hex } from '#engine/canonical.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { conflict, type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { FontFile, OwnFontInput } from './contract.ts';

/** Files that were sent and not kept: more than somebody tries within a day. */
const mostTried = 24;
const triedForMs = 24 * 3600 * 1000;

interface FontRow {
  readonly sha256: string;
  readonly fileName: string;
  readonly facts: FaceFacts;
  readonly bytes: number;
}

const rowText = `select sha256, file_name as "fileName", facts, octet_length(bytes) as bytes from house_font
  where owner_id = $1 and sha256 = any ($2)`;

async function rowsOf(context: ReadContext, ownerId: string, digests: readonly string[]) {
  const { rows } = await context.client.query<FontRow>({
    name: 'house-font-rows',
    text: rowText,
    values: [ownerId, digests],
  });
  return new Map(rows.map((row) => [row.sha256, row]));
}

export function digestsOf({ faces }: OwnFont): string[] {
  return Object.values(faces).map(({ sha256 }) => sha256);
}

/**
 * The files that a document is printed with; none for one in shipped families.
 * @throws Error when one is not there, or not the one that its digest names: printed with another it would be another document
 */
export async function fontFilesOf(
  context: ReadContext,
  ownerId: string,
  theme: Theme,
): Promise<FontFiles> {
  const own = ownFontOf(theme);
  if (own === null) return new Map();
  const digests = digestsOf(own);
  const { rows } = await context.client.query<{ sha256: string; bytes: Buffer }>({
    name: 'house-font-bytes',
    text: 'select sha256, bytes from house_font where owner_id = $1 and sha256 = any ($2)',
    values: [ownerId, digests],
  });
  const files = new Map(rows.map(({ sha256, bytes }) => [sha256, bytes]));
  for (const digest of digests) {
    const bytes = files.get(digest);
    if (bytes === undefined) throw new Error(`the font file ${digest} of ${ownerId} is not there`);
    if (sha256Hex(bytes) !== digest) throw new Error(`the font file ${digest} was altered`);
  }
  return files;
}

function shown({ sha256, fileName, facts, bytes }: FontRow): FontFile {
  return { sha256, fileName, bytes, ...facts };
}

/** The files of a family as people are shown them, by face. */
export async function fontFilesShown(
  context: ReadContext,
  ownerId: string,
  own: OwnFont,
): Promise<{ readonly face: FaceName; readonly file: FontFile }[]> {
  const rows = await rowsOf(context, ownerId, digestsOf(own));
  return faceNames.flatMap((face) => {
    const row = rows.get(own.faces[face]?.sha256 ?? '');
    return row === undefined ? [] : [{ face, file: shown(row) }];
  });
}

/**
 * The family that files make: each sent before, all of one family, each what its place in it says.
 * @throws 422 with each file that does not fit
 */
export async function familyFrom(
  context: ReadContext,
  ownerId: string,
  input: OwnFontInput,
): Promise<OwnFont> {
  const given = faceNames.flatMap((face) => {
    const sha256 = input[face];
    return sha256 === undefined ? [] : [{ face, sha256 }];
  });
  const rows = await rowsOf(
    context,
    ownerId,
    given.map(({ sha256 }) => sha256),
  );
  const regular = rows.get(input.regular);
  const faults = given.flatMap(({ face, sha256 }) =>
    faultsOf(face, rows.get(sha256), regular).map((fault) => ({
      ...fault,
      path: `/ownFont/${face}`,
    })),
  );
  if (faults.length > 0 || regular === undefined) throw invalidInput(faults);
  const faces: Partial<Record<FaceName, OwnFace>> = {};
  for (const { face, sha256 } of given) {
    const row = rows.get(sha256);
    if (row === undefined) continue;
    const { postscriptName, format, embedding } = row.facts;
    faces[face] = { sha256, postscriptName, format, embedding };
  }
  const { postscriptName, format, embedding, family, kin } = regular.facts;
  const first = { sha256: regular.sha256, postscriptName, format, embedding };
  return { family, kin, faces: { ...faces, regular: first } };
}

function faultsOf(
  face: FaceName,
  row: FontRow | undefined,
  regular: FontRow | undefined,
): Omit<Fault, 'path'>[] {
  if (row === undefined) {
    return [{ code: 'font.unknown', message: 'There is no such file: send it first.' }];
  }
  const { fileName, facts } = row;
  if (regular !== undefined && facts.family !== regular.facts.family) {
    const message = `${fileName}: it is of the family "${facts.family}", the regular face of "${regular.facts.family}".`;
    return [{ code: 'font.family', message }];
  }
  const italic = face === 'italic' || face === 'boldItalic';
  if (facts.italic !== italic) {
    const message = `${fileName}: it says that it is ${facts.italic ? 'italic' : 'upright'}.`;
    return [{ code: facts.italic ? 'font.is-italic' : 'font.is-upright', message }];
  }
  const bold = face === 'bold' || face === 'boldItalic';
  if (bold && regular !== undefined && facts.weight <= regular.facts.weight) {
    const message = `${fileName}: its weight of ${facts.weight} is not more than that of the regular face.`;
    return [{ code: 'font.not-bold', message }];
  }
  return [];
}

/**
 * Writes a file that was checked down, to be tried and kept; what was sent a day ago and never kept goes.
 * @throws 409 when too many were sent
 */
export async function storeFont(
  context: WriteContext,
  file: {
    readonly ownerId: string;
    readonly sha256: string;
    readonly fileName: string;
    readonly facts: FaceFacts;
    readonly bytes: Uint8Array;
  },
): Promise<FontFile> {
  const { ownerId, sha256, fileName, facts, bytes } = file;
  await context.client.query({
    name: 'house-font-drop',
    text: 'delete from house_font where owner_id = $1 and kept_at is null and sent_at < $2',
    values: [ownerId, new Date(context.now.getTime() - triedForMs)],
  });
  const { rows } = await context.client.query<{ tried: number; version: number }>({
    name: 'house-font-tried',
    text: `select count(*)::int as tried, coalesce((select version from house_style where owner_id = $1), 0) as version
      from house_font where owner_id = $1 and kept_at is null`,
    values: [ownerId],
  });
  if ((rows[0]?.tried ?? 0) >= mostTried) {
    const detail = `${mostTried} font files were sent within a day and not kept. Keep some, or wait.`;
    throw conflict('fonts-tried', detail);
  }
  await context.client.query({
    name: 'house-font-store',
    text: `insert into house_font (owner_id, sha256, file_name, facts, bytes, sent_at, sent_by) values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (owner_id, sha256) do update set sent_at = excluded.sent_at, file_name = excluded.file_name`,
    values: [
      ...[ownerId, sha256, fileName, JSON.stringify(facts), bytes],
      ...[context.now, context.principal.personId],
    ],
  });
  context.record({
    ownerId,
    action: 'house-style.send-font',
    kind: 'house-style',
    recordId: ownerId,
    recordVersion: rows[0]?.version ?? 0,
    details: { sha256, fileName, bytes: bytes.length, ...facts },
  });
  return shown({ sha256, fileName, facts, bytes: bytes.length });
}

/** What is part of the house style once stays, because documents may be frozen with it. */
export async function markKept(
  context: WriteContext,
  ownerId: string,
  own: OwnFont,
): Promise<void> {
  await context.client.query({
    name: 'house-font-kept',
    text: 'update house_font set kept_at = $3 where owner_id = $1 and sha256 = any ($2) and kept_at is null',
    values: [ownerId, digestsOf(own), context.now],
  });
}
