import { z } from 'zod';
import { checkTheme, contrastsOf } from '#documents/check-theme.ts';
import type { Theme } from '#documents/model.ts';
import { PLAIN_THEME } from '#documents/theme.ts';
import { anyMember, authorise, operatorRole } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import {
  defineCommand,
  defineQuery,
  type Runner,
  runCommand,
  runQuery,
} from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { id } from '#work/contract.ts';
import { contentTypes, cspOf, render } from '#work/deliverables/renderings.ts';
import { versionOf } from '#work/http/if-match.ts';
import {
  type HouseStyle,
  houseStyle,
  houseStyleInput,
  type SpecimenQuery,
  specimenQuery,
  styleContrasts,
} from './contract.ts';
import { familyFrom, fontFilesOf, fontFilesShown } from './font-files.ts';
import { houseFontRoutes } from './house-font-routes.ts';
import { keepStyle, refuseFaults, specimenOf, storedStyle } from './house-style.ts';
import { keepers } from './keepers.ts';

const base = '/api/v1/house-styles/:organisation';
const byOrganisation = z.object({ organisation: id });
const tags = ['house-styles'];
const specimenFormats = ['html', 'pdf', 'docx'] as const;

const reads = <Input extends { readonly organisationId: string }>(
  principal: Principal,
  input: Input,
) =>
  authorise(principal, {
    permission: 'house-styles:read',
    roles: [anyMember, operatorRole],
    organisationId: input.organisationId,
  });

const ofOrganisation = z.strictObject({ organisationId: id });

const readStyle = defineQuery({
  id: 'house-styles.read',
  input: ofOrganisation,
  authorise: reads,
  run: async (context, { organisationId }): Promise<HouseStyle> => {
    const stored = await storedStyle(context, organisationId);
    const { logo, ownFont, ...look } = stored?.theme ?? PLAIN_THEME;
    return {
      organisationId,
      style: {
        ...look,
        logo: logo === null ? null : { base64: logo.image.base64, altText: logo.altText },
      },
      ownFont:
        ownFont === undefined
          ? null
          : {
              family: ownFont.family,
              faces: await fontFilesShown(context, organisationId, ownFont),
            },
      own: stored !== null,
      recordVersion: stored?.version ?? 0,
      updatedAt: stored?.updatedAt.toISOString() ?? null,
      may: {
        edit: context.principal.holdings.some(
          (held) =>
            held.caseId === null &&
            held.organisationId === organisationId &&
            keepers.includes(held.role),
        ),
      },
    };
  },
});

const keep = defineCommand({
  id: 'house-styles.keep',
  input: ofOrganisation.extend({ version: z.number().int().nullable(), style: houseStyleInput }),
  authorise: (principal, { organisationId }) =>
    authorise(principal, { permission: 'house-styles:update', roles: keepers, organisationId }),
  run: keepStyle,
});

/** The kept style with the colours that are being tried. */
async function triedStyle(
  context: ReadContext,
  organisationId: string,
  tried: SpecimenQuery,
): Promise<Theme> {
  const { language: _language, regular, bold, italic, boldItalic, ...look } = tried;
  const given = Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
  const kept = (await storedStyle(context, organisationId))?.theme ?? PLAIN_THEME;
  const ownFont =
    regular === undefined
      ? kept.ownFont
      : await familyFrom(context, organisationId, { regular, bold, italic, boldItalic });
  const theme: Theme = { ...kept, ...given, ...(ownFont === undefined ? {} : { ownFont }) };
  refuseFaults(checkTheme(theme).filter(({ code }) => code === 'theme.colour'));
  return theme;
}

const readSpecimen = defineQuery({
  id: 'house-styles.specimen',
  input: ofOrganisation.extend({ tried: specimenQuery }),
  authorise: reads,
  run: async (context, { organisationId, tried }) => {
    const theme = await triedStyle(context, organisationId, tried);
    refuseFaults(checkTheme(theme).filter(({ code }) => code === 'theme.font'));
    const language = tried.language ?? context.principal.locale;
    return {
      model: await specimenOf(context, organisationId, theme, language),
      fonts: await fontFilesOf(context, organisationId, theme),
    };
  },
});

const readContrasts = defineQuery({
  id: 'house-styles.contrasts',
  input: ofOrganisation.extend({ tried: specimenQuery }),
  authorise: reads,
  run: async (context, { organisationId, tried }) => ({
    items: contrastsOf(await triedStyle(context, organisationId, tried)).map(
      ({ pair, ratio, least }) => ({
        ...{ pair, least },
        ratio: Math.floor(ratio * 100) / 100,
        enough: ratio >= least,
      }),
    ),
  }),
});

/** The house style of an organisation: read by its members, kept by its administrators, shown on a specimen before it is kept. */
export function houseStyleRoutes(app: HttpApp, runner: Runner): void {
  app.get(
    base,
    { schema: { tags, params: byOrganisation, response: { 200: houseStyle } } },
    async (request, reply) => {
      const organisationId = request.params.organisation;
      const style = await runQuery(runner, readStyle, principalOf(request), { organisationId });
      reply.header('etag', `"${style.recordVersion}"`);
      return style;
    },
  );
  app.put(
    base,
    {
      schema: {
        tags,
        params: byOrganisation,
        body: houseStyleInput,
        response: { 200: houseStyle },
      },
    },
    async (request, reply) => {
      const organisationId = request.params.organisation;
      const principal = principalOf(request);
      const version = versionOf(request.headers['if-match']);
      await runCommand(runner, keep, principal, { organisationId, version, style: request.body });
      const style = await runQuery(runner, readStyle, principal, { organisationId });
      reply.header('etag', `"${style.recordVersion}"`);
      return style;
    },
  );
  app.get(
    `${base}/contrasts`,
    {
      schema: {
        tags,
        params: byOrganisation,
        querystring: specimenQuery,
        response: { 200: styleContrasts },
      },
    },
    (request) =>
      runQuery(runner, readContrasts, principalOf(request), {
        organisationId: request.params.organisation,
        tried: request.query,
      }),
  );
  for (const format of specimenFormats) specimenRoute(app, runner, format);
  houseFontRoutes(app, runner);
}

function specimenRoute(
  app: HttpApp,
  runner: Runner,
  format: (typeof specimenFormats)[number],
): void {
  app.get(
    `${base}/specimen.${format}`,
    {
      schema: { tags, params: byOrganisation, querystring: specimenQuery },
      onSend: async (_request, reply) => {
        if (format === 'html') reply.header('x-frame-options', 'SAMEORIGIN');
      },
    },
    async (request, reply) => {
      const { model, fonts } = await runQuery(runner, readSpecimen, principalOf(request), {
        organisationId: request.params.organisation,
        tried: request.query,
      });
      const bytes = await render(model, format, fonts);
      if (format === 'html') reply.header('content-security-policy', cspOf(bytes));
      return reply.type(contentTypes[format]).send(Buffer.from(bytes));
    },
  );
}
