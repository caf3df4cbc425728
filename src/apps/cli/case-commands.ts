import type { Command } from 'commander';
import { z } from 'zod';
import { isId } from '#kernel/database/ids.ts';
import {
  type CaseDetail,
  type CaseSummary,
  caseDetail,
  casePage,
  caseSummary,
} from '#work/contract.ts';
import { Api, type ApiOptions, type Query } from './api.ts';
import { addCommand, addGroup, does, wholeNumber } from './command.ts';
import { withAccess } from './exchange-commands.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';
import { type FieldOptions, fieldsOf, withFields } from './field-options.ts';
import { bold, type Output, printable } from './output.ts';
import { refusalText } from './refusal-text.ts';
import { readRows, sendRows } from './rows.ts';

interface ListOptions extends ApiOptions {
  readonly procedure?: string;
  readonly state?: string;
  readonly organisation?: string;
  readonly mine?: boolean;
  readonly overdue?: boolean;
  readonly open?: boolean;
  readonly limit: number;
}

interface OpenOptions extends FieldOptions {
  readonly title: string;
  readonly organisation?: string;
}

interface ActOptions extends FieldOptions {
  readonly rows?: string;
  readonly comment?: string;
  readonly onBehalfOf?: string;
  readonly basedOn?: number;
}

const changedCase = z.object({
  case: caseSummary.extend({ fields: z.record(z.string(), z.unknown()) }),
});

/** `commonward case`: the same procedures as on the page, through the same API. */
export function caseCommands(program: Command): void {
  const group = addGroup(program, 'case', 'cases of the procedures');
  listCommand(group);
  does<ApiOptions>(
    withAccess(
      addCommand(group, {
        usage: 'show <case>',
        description:
          'show a case by reference or id, with what can be done now and why not otherwise',
        examples: ['commonward case show CH-2026-0001', 'commonward case show CH-2026-0001 --json'],
      }),
    ),
    async ([wanted = ''], { out, options }) => {
      const api = new Api(options);
      const detail = await api.get(`cases/${await caseId(api, wanted)}`, caseDetail);
      out.document(detail, linesOf(detail));
    },
  );
  openCommand(group);
  actCommand(group);
}

function listCommand(group: Command): void {
  const command = addCommand(group, {
    usage: 'list',
    description: 'list cases, newest first',
    examples: [
      'commonward case list --procedure change --open',
      'commonward case list --overdue --json | jq -r .reference',
    ],
  })
    .option('--procedure <id>', 'only of this procedure')
    .option('--state <state>', 'only in this state')
    .option('--organisation <code>', 'only of this organisation, by code or id')
    .option('--mine', 'only where a task waits for me')
    .option('--overdue', 'only those past their date')
    .option('--open', 'only those that are not closed')
    .option('--limit <number>', 'at most so many', wholeNumber, 50);
  does<ListOptions>(withAccess(command), async (_args, { out, options }) => {
    const api = new Api(options);
    const { organisation } = options;
    const query: Query = {
      procedure: options.procedure,
      state: options.state,
      organisation: organisation === undefined ? undefined : await api.organisationId(organisation),
      assignee: options.mine === true ? 'me' : undefined,
      overdue: options.overdue === true ? 'true' : undefined,
      open: options.open === true ? 'true' : undefined,
    };
    await listCases(api, query, options.limit, out);
    out.end('There is no such case.');
  });
}

async function listCases(api: Api, query: Query, limit: number, out: Output): Promise<void> {
  let after: string | undefined;
  for (let left = limit; left > 0; ) {
    const page = await api.get('cases', casePage, {
      ...query,
      after,
      limit: String(Math.min(left, 200)),
    });
    for (const item of page.items) {
      out.row<CaseSummary>(item, [
        { title: 'Reference', of: (each) => each.reference },
        { title: 'State', of: (each) => each.state },
        { title: 'Organisation', of: (each) => page.titles[each.ownerId] },
        { title: 'Due', of: (each) => each.dueAt?.slice(0, 10) },
        { title: 'Title', of: (each) => each.title },
      ]);
    }
    left -= page.items.length;
    if (page.next === null) return;
    after = page.next;
  }
}

function openCommand(group: Command): void {
  const command = addCommand(group, {
    usage: 'open <procedure>',
    description: 'open a case',
    examples: [
      'commonward case open change --title "Renew the gateway" --field origin=other --field "reason=Vendor fix"',
    ],
  })
    .requiredOption('--title <title>', 'title of the case')
    .option('--organisation <code>', 'for this organisation, by code or id');
  does<OpenOptions>(withAccess(withFields(command)), async ([procedure = ''], { out, options }) => {
    const api = new Api(options);
    const { organisation } = options;
    const opened = await api.post('cases', changedCase, {
      procedure,
      title: options.title,
      fields: fieldsOf(options),
      ...(organisation === undefined
        ? {}
        : { organisation: await api.organisationId(organisation) }),
    });
    const { reference, state } = opened.case;
    out.document(opened.case, [`${reference} is open: ${state}`]);
  });
}

function actCommand(group: Command): void {
  const command = addCommand(group, {
    usage: 'act <case> <action>',
    description: 'perform an action of the procedure, by reference or id of the case',
    examples: [
      'commonward case act CH-2026-0001 authorise --comment "Reviewed the plan."',
      'commonward case act CH-2026-0001 formulate --fields plan.json',
      'commonward case act MTG-2026-0001 add-agenda-item --rows topics.json',
      'commonward case act FFM-2026-0001 set-questions --fields questions.json --based-on 7',
    ],
  })
    .option('--comment <text>', 'the comment, where the action wants one')
    .option(
      '--rows <file>',
      'once for each row: a JSON array of fields, or a line of JSON for each',
    )
    .option('--on-behalf-of <email>', 'for whom, by email address or id')
    .option(
      '--based-on <revision>',
      'the revision that `case show` told: what others changed since is merged, or told, not overwritten',
      wholeNumber,
    );
  does<ActOptions>(
    withAccess(withFields(command)),
    async ([wanted = '', action = ''], { out, options }) => {
      const api = new Api(options);
      const { onBehalfOf } = options;
      const id = await caseId(api, wanted);
      const act = {
        comment: options.comment ?? null,
        ...(onBehalfOf === undefined ? {} : { onBehalfOf: await api.personId(onBehalfOf) }),
      };
      const path = `cases/${id}/actions/${encodeURIComponent(action)}`;
      if (options.rows !== undefined) {
        const many = readRows(options.rows).map((fields) => ({ ...act, fields }));
        return sendRows(api, `${path}/rows`, many, out);
      }
      const done = await api
        .post(path, changedCase, { ...act, fields: fieldsOf(options) }, options.basedOn)
        .catch((error: unknown) => explained(api, id, error));
      out.document(done.case, [`${done.case.reference}: ${done.case.state}`]);
    },
  );
}

/** Throws a refusal again in the words of its procedure. */
async function explained(api: Api, id: string, error: unknown): Promise<never> {
  if (!(error instanceof CommandFailure) || error.refusals.length === 0) throw error;
  const { procedure } = (await api.get(`cases/${id}`, caseDetail)).case;
  const reasons = error.refusals.map((refusal) => refusalText(refusal, `procedure.${procedure}`));
  const message = [error.message, ...reasons].join('\n  ');
  throw new CommandFailure(error.exitCode, message, error.faults);
}

/** @throws CommandFailure `notFound` */
export async function caseId(api: Api, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted;
  const page = await api.get('cases', casePage, { q: wanted });
  const found = page.items.filter((item) => item.reference === wanted);
  const [first] = found;
  if (first === undefined) {
    throw new CommandFailure(exitCodes.notFound, `There is no case ${wanted}.`);
  }
  // References are given by each organisation on its own.
  if (found.length > 1) {
    const ids = found.map((item) => item.id).join(', ');
    throw usageError(`Several organisations have a case ${wanted}; name it by its id: ${ids}`);
  }
  return first.id;
}

function linesOf(detail: CaseDetail): string[] {
  const { case: shown, titles } = detail;
  const heading = `${shown.reference}  ${printable(shown.title)}`;
  const named = (id: string | null): string => (id === null ? '' : (titles[id] ?? id));
  const sections: [string, string[]][] = [
    [
      'Fields',
      Object.entries(shown.fields).map(([name, value]) => `${name}: ${textOf(value, titles)}`),
    ],
    ['Parties', detail.parties.map((party) => `${party.role}: ${named(party.organisationId)}`)],
    [
      'Tasks',
      detail.tasks.map((task) => `${task.state}  ${task.task}  ${task.role}  ${task.dueAt ?? ''}`),
    ],
    ['Deadlines', detail.deadlines.map((each) => `${each.state}  ${each.deadline}  ${each.dueAt}`)],
    [
      'Linked cases',
      detail.links.map((each) => `${each.direction}  ${each.procedure}  ${each.title}`),
    ],
    ['Actions', detail.allowedActions.map((action) => actionLine(action, shown.procedure))],
  ];
  return [
    bold(heading),
    `${shown.procedure}, ${shown.state}, ${named(shown.ownerId)}, ${shown.label} TLP:${shown.tlp}, revision ${shown.version}`,
    `opened ${shown.openedAt} by ${shown.openedBy === null ? 'the product' : named(shown.openedBy)}${shown.dueAt === null ? '' : `, due ${shown.dueAt}`}`,
    ...sections.flatMap(([title, lines]) =>
      lines.length === 0 ? [] : ['', bold(title), ...lines.map((line) => `  ${printable(line)}`)],
    ),
  ];
}

function actionLine(action: CaseDetail['allowedActions'][number], procedure: string): string {
  if (action.allowed) return `${action.action}: allowed (${action.clause})`;
  const reasons = action.refusals.map((refusal) => refusalText(refusal, `procedure.${procedure}`));
  return `${action.action}: not now. ${reasons.join(' ')}`;
}

function textOf(value: unknown, titles: Readonly<Record<string, string>>): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  return titles[String(value)] ?? String(value);
}
