import { Readable } from 'node:stream';
import { z } from 'zod';
import type { TableCell } from '#formats/table/table.ts';
import { writeCsv } from '#formats/table/write-csv.ts';
import { writeXlsx } from '#formats/table/write-xlsx.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { type Runner, runQuery } from '#kernel/command/command.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { listCases } from '#work/cases/list-cases.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { caseColumns, type ExportColumn, recordColumns } from './export-rows.ts';

/** An export stops here; what lies beyond is got with filters. */
const maxRows = 1_000_000;

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const exportInput = z
  .object({
    /** Id of a register, or `cases`. */
    register: z.string().max(60),
    /** Columns after the title, with commas between them; absent: all. */
    columns: z.string().max(2000).optional(),
    sort: z.string().max(100).optional(),
    q: z.string().max(200).optional(),
  })
  .loose();

/** A register or the cases as CSV or XLSX with the filters, sort and columns of their list, streamed page by page, so that memory stays flat. */
export function exportRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  app.get(
    '/api/v1/exports/:format',
    {
      schema: {
        tags: ['exports'],
        params: z.object({ format: z.enum(['csv', 'xlsx']) }),
        querystring: exportInput,
      },
    },
    async (request, reply) => {
      const { register: id } = request.query;
      const rows = await firstOf(
        rowsFor(runner, catalogue, principalOf(request), exportInput.parse(request.query)),
      );
      const { format } = request.params;
      const bytes = format === 'csv' ? writeCsv(rows, { byteOrderMark: true }) : writeXlsx(rows);
      reply.header('content-disposition', `attachment; filename="${id}.${format}"`);
      return reply.type(contentTypes[format]).send(Readable.from(bytes));
    },
  );
}

function rowsFor(
  runner: Runner,
  catalogue: Catalogue,
  principal: Principal,
  input: z.infer<typeof exportInput>,
): AsyncGenerator<TableCell[]> {
  const { register: id, columns, sort, q, ...rest } = input;
  const filters = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, String(value)]),
  );
  if (id === 'cases') {
    const list = listCases(catalogue);
    return rowsOf(caseColumns(columns), (after) =>
      runQuery(runner, list, principal, { ...filters, sort, q, limit: 200, after }),
    );
  }
  const module = catalogue.registers.get(id);
  if (module === undefined) throw notFound('register');
  const { list } = registerOperations(catalogue, module);
  return rowsOf(recordColumns(module.register, columns), (after) =>
    runQuery(runner, list, principal, { limit: 200, after, sort, q, filters }),
  );
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly titles: Readonly<Record<string, string>>;
  readonly next: string | null;
}

async function* rowsOf<Item>(
  columns: readonly ExportColumn<Item>[],
  read: (after: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<TableCell[]> {
  let page = await read(undefined);
  yield columns.map(({ head }) => head);
  for (let written = 0; ; ) {
    const { titles, next, items } = page;
    yield* items.map((item) => columns.map((column) => column.cell(item, titles)));
    written += items.length;
    if (next === null || written >= maxRows) return;
    page = await read(next);
  }
}

/** Reads the first row before the first byte leaves, so that a refusal is still a problem document. */
async function firstOf<T>(rows: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await rows.next();
  return (async function* () {
    if (first.done === true) return;
    yield first.value;
    yield* rows;
  })();
}
