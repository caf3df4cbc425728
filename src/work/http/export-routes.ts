import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Register } from '#engine/register.ts';
import { writeCsv } from '#formats/table/write-csv.ts';
import { writeXlsx } from '#formats/table/write-xlsx.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { type Runner, runQuery } from '#kernel/command/command.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { RecordView } from '#work/contract.ts';
import { registerOperations } from '#work/registers/register-commands.ts';

/** An export stops here; what lies beyond is got with filters. */
const maxRows = 1_000_000;

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A register as CSV or XLSX with the filters and sort of its list, streamed page by page, so that memory stays flat. */
export function exportRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  app.get(
    '/api/v1/exports/:format',
    {
      schema: {
        tags: ['exports'],
        params: z.object({ format: z.enum(['csv', 'xlsx']) }),
        querystring: z
          .object({
            register: z.string().max(60),
            sort: z.string().optional(),
            q: z.string().optional(),
          })
          .loose(),
      },
    },
    async (request, reply) => {
      const { register: id, sort, q, ...filters } = request.query;
      const module = catalogue.registers.get(id);
      if (module === undefined) throw notFound('register');
      const { list } = registerOperations(catalogue, module);
      const principal = principalOf(request);
      const pages = pagesOf(runner, list, principal, {
        sort,
        q,
        filters: Object.fromEntries(
          Object.entries(filters).map(([name, value]) => [name, String(value)]),
        ),
      });
      // The first page is read before the first byte leaves, so that a refusal is still a problem document.
      const first = await pages.next();
      const rows = rowsOf(module.register, first, pages);
      const { format } = request.params;
      const bytes = format === 'csv' ? writeCsv(rows, { byteOrderMark: true }) : writeXlsx(rows);
      reply.header('content-disposition', `attachment; filename="${id}.${format}"`);
      return reply.type(contentTypes[format]).send(Readable.from(bytes));
    },
  );
}

interface Page {
  readonly items: RecordView[];
  readonly titles: Record<string, string>;
}

async function* pagesOf(
  runner: Runner,
  list: ReturnType<typeof registerOperations>['list'],
  principal: Principal,
  input: { sort: string | undefined; q: string | undefined; filters: Record<string, string> },
): AsyncGenerator<Page> {
  let after: string | undefined;
  for (let read = 0; read < maxRows; ) {
    const page = await runQuery(runner, list, principal, { limit: 200, after, ...input });
    yield page;
    read += page.items.length;
    if (page.next === null) return;
    after = page.next;
  }
}

async function* rowsOf(
  register: Register,
  first: IteratorResult<Page, unknown>,
  rest: AsyncGenerator<Page>,
): AsyncGenerator<string[]> {
  const names = Object.keys(register.fields);
  const head = [
    'id',
    ...(register.class === 'tenant' ? ['owner', 'label', 'tlp'] : []),
    ...(register.lifeCycle === undefined ? [] : ['state']),
  ];
  yield [...head, ...names, 'createdAt', 'updatedAt'];
  if (first.done === true) return;
  yield* first.value.items.map((item) => rowOf(register, item, names, first.value.titles));
  for await (const page of rest) {
    yield* page.items.map((item) => rowOf(register, item, names, page.titles));
  }
}

function rowOf(
  register: Register,
  item: RecordView,
  names: readonly string[],
  titles: Readonly<Record<string, string>>,
): string[] {
  const head = [item.id];
  if (register.class === 'tenant') {
    head.push(titles[item.ownerId ?? ''] ?? '', item.label ?? '', item.tlp ?? '');
  }
  if (register.lifeCycle !== undefined) head.push(item.state ?? '');
  return [
    ...head,
    ...names.map((name) => cellOf(item.fields[name], titles)),
    item.createdAt,
    item.updatedAt,
  ];
}

function cellOf(value: unknown, titles: Readonly<Record<string, string>>): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => cellOf(one, titles)).join('; ');
  if (typeof value === 'object') return JSON.stringify(value);
  return titles[String(value)] ?? String(value);
}
