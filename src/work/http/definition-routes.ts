import { z } from 'zod';
import type { Diagram } from '#engine/bpmn/diagram.ts';
import type { DiagramTexts } from '#engine/bpmn/texts.ts';
import { toBpmnXml } from '#engine/bpmn/to-bpmn-xml.ts';
import { toDiagram } from '#engine/bpmn/to-diagram.ts';
import { aspects } from '#engine/management-areas.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Register } from '#engine/register.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { versionKey } from '#work/definitions/versions.ts';
import { askable } from '#work/hand-offs/asked.ts';

/** Definitions are plain data: the browser derives forms, lists, menus and diagrams from them. */
const plain = z.record(z.string(), z.unknown());
/** A version of a procedure; the newest without it. */
const versionInput = z.coerce.number().int().min(1).optional();
const localeInput = z.enum(['en', 'fr', 'de']);
type Locale = z.infer<typeof localeInput>;

/** All texts of a language by key. */
export type DefinitionTexts = (locale: Locale) => ReadonlyMap<string, string>;

/** The definitions themselves, and each procedure as a positioned diagram and as BPMN 2.0 XML. */
export function definitionRoutes(
  app: HttpApp,
  catalogue: Catalogue,
  textsOf: DefinitionTexts,
): void {
  const definitions = allDefinitions(catalogue);
  app.get(
    '/api/v1/definitions',
    {
      schema: {
        tags: ['procedures'],
        response: {
          200: z.object({
            aspects: z.array(plain),
            procedures: z.array(plain),
            /** Earlier versions, by which open cases may still run. */
            earlier: z.array(plain),
            registers: z.array(plain),
            roles: z.array(z.string()),
            /** Procedures that something can be asked of, planned ones too. */
            askable: z.array(z.string()),
            formats: z.array(plain),
          }),
        },
      },
    },
    async (request) => {
      principalOf(request);
      return definitions;
    },
  );
  app.get(
    '/api/v1/procedures',
    { schema: { tags: ['procedures'], response: { 200: z.object({ items: z.array(plain) }) } } },
    async (request) => {
      principalOf(request);
      return { items: definitions.procedures };
    },
  );
  const byId = z.object({ id: z.string().max(60) });
  app.get(
    '/api/v1/procedures/:id',
    {
      schema: {
        tags: ['procedures'],
        params: byId,
        querystring: z.object({ version: versionInput }),
        response: { 200: plain },
      },
    },
    async (request) => {
      principalOf(request);
      return asPlain(procedureOf(catalogue, request.params.id, request.query.version));
    },
  );
  diagramRoutes(app, catalogue, textsOf);
}

function allDefinitions(catalogue: Catalogue) {
  const procedures = [...catalogue.procedures.values()].map((module) => module.procedure);
  const versions = [...catalogue.versions.values()].map((module) => module.procedure);
  const registers = [...catalogue.registers.values()].map((module) => module.register);
  return {
    aspects: aspects.map(asPlain),
    procedures: procedures.map(asPlain),
    earlier: versions.filter((version) => !procedures.includes(version)).map(asPlain),
    registers: registers.map(asPlain),
    roles: rolesOf(versions, registers),
    askable: [...askable(catalogue)].sort(),
    formats: [...catalogue.importers.values()].map(
      ({ id, accepts, target, targetOptional, roles: by, clause }) => ({
        ...{ id, accepts: [...accepts], target, targetOptional: targetOptional === true },
        ...{ roles: [...by], clause },
      }),
    ),
  };
}

/** Every role that a procedure, a register's access or its life cycle names, and the two of the platform itself. */
function rolesOf(procedures: readonly Procedure[], registers: readonly Register[]): string[] {
  const lifeCycles = [...procedures, ...registers.flatMap(({ lifeCycle }) => lifeCycle ?? [])];
  return [
    ...new Set([
      'auditor',
      'system-administrator',
      ...procedures.flatMap(({ roles, openedBy }) => [...Object.keys(roles), ...openedBy]),
      ...registers.flatMap(({ access }) => Object.values(access).flat()),
      ...lifeCycles.flatMap(({ actions }) =>
        Object.values(actions).flatMap(({ by }) => (typeof by === 'string' ? [] : [...by])),
      ),
    ]),
  ].sort();
}

function diagramRoutes(app: HttpApp, catalogue: Catalogue, textsOf: DefinitionTexts): void {
  const byId = z.object({ id: z.string().max(60) });
  const query = z.object({ locale: localeInput.optional(), version: versionInput });
  const diagramOf = diagramsOf(catalogue, textsOf);
  app.get(
    '/api/v1/procedures/:id/diagram',
    {
      schema: { tags: ['procedures'], params: byId, querystring: query, response: { 200: plain } },
    },
    async (request, reply) => {
      const wanted = request.query.locale ?? principalOf(request).locale;
      reply.header('cache-control', 'private, max-age=300');
      const { version } = request.query;
      return { ...(await diagramOf(request.params.id, wanted, version)) };
    },
  );
  app.get(
    '/api/v1/procedures/:id/bpmn',
    {
      schema: {
        tags: ['procedures'],
        params: byId,
        querystring: query,
        response: { 200: z.string() },
      },
    },
    async (request, reply) => {
      const wanted = request.query.locale ?? principalOf(request).locale;
      const { id } = request.params;
      const { version } = request.query;
      const diagram = await diagramOf(id, wanted, version);
      const xml = toBpmnXml(diagram, procedureOf(catalogue, id, version));
      reply.header('content-disposition', `attachment; filename="${id}.bpmn"`);
      reply.serializer((payload) => String(payload));
      return reply.type('application/xml').send(xml);
    },
  );
}

/** Laid out once for each version of a procedure and language. */
function diagramsOf(catalogue: Catalogue, textsOf: DefinitionTexts) {
  const made = new Map<string, Promise<Diagram>>();
  return (id: string, wanted: Locale, version?: number): Promise<Diagram> => {
    const procedure = procedureOf(catalogue, id, version);
    const key = `${wanted} ${versionKey(id, procedure.version)}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const laidOut = toDiagram(procedure, diagramTexts(procedure, textsOf(wanted)));
    made.set(key, laidOut);
    return laidOut;
  };
}

/** @throws 404 */
function procedureOf(catalogue: Catalogue, id: string, version?: number): Procedure {
  const module =
    version === undefined
      ? catalogue.procedures.get(id)
      : catalogue.versions.get(versionKey(id, version));
  if (module === undefined) throw notFound('procedure');
  return module.procedure;
}

function asPlain(definition: object): Record<string, unknown> {
  return definition as Record<string, unknown>;
}

/** The words of one procedure, cut out of the catalogue of texts. */
export function diagramTexts(
  procedure: Procedure,
  texts: ReadonlyMap<string, string>,
): DiagramTexts {
  const cut = (prefix: string): Record<string, string> => {
    const names: Record<string, string> = {};
    for (const [key, text] of texts) {
      if (key.startsWith(prefix) && !key.slice(prefix.length).includes('.')) {
        names[key.slice(prefix.length)] = text;
      }
    }
    return names;
  };
  const base = `procedure.${procedure.id}.`;
  const procedures: Record<string, string> = {};
  for (const [key, text] of texts) {
    const id = /^procedure\.([^.]+)\.title$/.exec(key)?.[1];
    if (id !== undefined) procedures[id] = text;
  }
  return {
    name: texts.get(`${base}title`) ?? procedure.id,
    states: cut(`${base}state.`),
    actions: cut(`${base}action.`),
    guards: cut(`${base}branch.`),
    deadlines: cut(`${base}deadline.`),
    tasks: cut(`${base}task.`),
    requests: cut(`${base}request.`),
    handOffs: cut(`${base}hand-off.`),
    procedures,
    roles: cut('role.'),
    parties: cut('party.'),
    words: cut('diagram.'),
  };
}
