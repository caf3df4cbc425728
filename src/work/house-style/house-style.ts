import { checkTheme } from '#documents/check-theme.ts';
import type { Language, Theme } from '#documents/model.ts';
import { specimen } from '#documents/specimen.ts';
import { PLAIN_THEME } from '#documents/theme.ts';
import { sha256Hex } from '#engine/canonical.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { invalidInput, notFound, staleVersion } from '#kernel/errors/app-error.ts';
import { ThreadError } from '#kernel/threads/worker-thread.ts';
import { render } from '#work/deliverables/renderings.ts';
import type { HouseStyleInput } from './contract.ts';
import { familyFrom, fontFilesOf, markKept } from './font-files.ts';

export interface StoredStyle {
  readonly theme: Theme;
  readonly version: number;
  readonly updatedAt: Date;
}

/** The style that an organisation keeps, or null. */
export async function storedStyle(
  context: ReadContext,
  ownerId: string,
): Promise<StoredStyle | null> {
  const { rows } = await context.client.query<StoredStyle>({
    name: 'house-style',
    text: `select theme, version, updated_at as "updatedAt" from house_style where owner_id = $1`,
    values: [ownerId],
  });
  return rows[0] ?? null;
}

/** What documents of the organisation look like now; they keep the look that they were frozen with. */
export async function themeOf(context: ReadContext, ownerId: string): Promise<Theme> {
  return (await storedStyle(context, ownerId))?.theme ?? PLAIN_THEME;
}

/** A specimen of the documents of an organisation. @throws 404 for an unknown organisation */
export async function specimenOf(
  context: ReadContext,
  ownerId: string,
  theme: Theme,
  language: Language,
) {
  const { rows } = await context.client.query<{ code: string; name: string }>({
    name: 'house-style-owner',
    text: 'select code, name from organisation where id = $1',
    values: [ownerId],
  });
  const [owner] = rows;
  if (owner === undefined) throw notFound('organisation');
  return specimen(theme, {
    language,
    organisation: owner.name,
    code: owner.code.slice(0, 40),
    issueDate: context.now.toISOString().slice(0, 10),
  });
}

/**
 * Keeps the style of an organisation, after a specimen was printed with it in every format: what cannot be printed is refused here, and
 * not when a document is released.
 * @throws 412 when it changed meanwhile, 422 with each colour that cannot be read (and its contrast), what is wrong with the logo, and each
 * font file that does not fit
 */
export async function keepStyle(
  context: WriteContext,
  input: {
    readonly organisationId: string;
    readonly version: number | null;
    readonly style: HouseStyleInput;
  },
): Promise<void> {
  const ownerId = input.organisationId;
  const before = await storedStyle(context, ownerId);
  if (input.version !== null && input.version !== (before?.version ?? 0)) {
    throw staleVersion(before?.version ?? 0);
  }
  const theme = await themeFrom(context, ownerId, input.style, before?.theme ?? PLAIN_THEME);
  refuseFaults(checkTheme(theme));
  await refuseUnprintable(context, ownerId, theme);
  if (theme.ownFont !== undefined) await markKept(context, ownerId, theme.ownFont);
  const { rowCount } = await context.client.query({
    name: 'house-style-keep',
    text: `insert into house_style as h (owner_id, theme, version, updated_at, updated_by) values ($1, $2, 1, $3, $4)
      on conflict (owner_id) do update set theme = excluded.theme, version = h.version + 1, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
      where h.version = $5`,
    values: [
      ownerId,
      JSON.stringify(theme),
      context.now,
      context.principal.personId,
      before?.version ?? 0,
    ],
  });
  if (rowCount !== 1) throw staleVersion((before?.version ?? 0) + 1);
  context.record({
    ownerId,
    action: 'house-style.keep',
    kind: 'house-style',
    recordId: ownerId,
    recordVersion: (before?.version ?? 0) + 1,
    details: { before: before === null ? null : toldOf(before.theme), after: toldOf(theme) },
  });
}

async function themeFrom(
  context: ReadContext,
  ownerId: string,
  style: HouseStyleInput,
  before: Theme,
): Promise<Theme> {
  const { logo, headings, ownFont: files, ...colours } = style;
  const ownFont =
    files == null
      ? files === null
        ? undefined
        : before.ownFont
      : await familyFrom(context, ownerId, files);
  const look = {
    ...colours,
    ...(headings === undefined ? {} : { headings }),
    ...(ownFont === undefined ? {} : { ownFont }),
  };
  if (logo === undefined) return { ...look, logo: before.logo };
  if (logo === null) return { ...look, logo: null };
  return {
    ...look,
    logo: { image: { format: 'png', base64: logo.base64 }, altText: logo.altText },
  };
}

/** @throws 422 with each fault */
export function refuseFaults(faults: ReturnType<typeof checkTheme>): void {
  if (faults.length > 0) {
    throw invalidInput(faults.map(({ path, code, message }) => ({ path, code, message })));
  }
}

/** The head of a PNG says little about the rest of it. */
async function refuseUnprintable(
  context: WriteContext,
  ownerId: string,
  theme: Theme,
): Promise<void> {
  const model = await specimenOf(context, ownerId, theme, 'en');
  const fonts = await fontFilesOf(context, ownerId, theme);
  try {
    await Promise.all(
      (['pdf', 'docx', 'html'] as const).map((format) => render(model, format, fonts)),
    );
  } catch (error) {
    if (!(error instanceof ThreadError) || theme.logo === null) throw error;
    const message = 'The logo cannot be printed: save it again as a PNG.';
    throw invalidInput([{ path: '/logo', code: 'image.data', message }]);
  }
}

/** What the trail says of a style: the logo by its hash. */
function toldOf({ logo, ...look }: Theme) {
  return {
    ...look,
    logo:
      logo === null
        ? null
        : { altText: logo.altText, sha256: sha256Hex(Buffer.from(logo.image.base64, 'base64')) },
  };
}
