import { useParams } from '@tanstack/react-router';
import type { Procedure } from '#engine/procedure.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { Basis } from '#ui/case/basis.tsx';
import { CaseDiagram } from '#ui/case/case-diagram.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import admin from '../admin/admin.module.css';
import { PlainTable } from '../admin/admin-table.tsx';
import { NotFoundPage } from './fallback-pages.tsx';

/** How a procedure goes: its diagram, who may take it from which state to which, under which clause, and its deadlines. */
export function RulesPage() {
  const { t, names } = useTexts();
  const { procedure: id = '' } = useParams({ strict: false }) as { procedure?: string };
  const definition = useDefinitions().procedure(id);
  if (definition === undefined) return <NotFoundPage />;
  return (
    <Page
      title={t('procedure.rules.title', { procedure: names.procedure(id) })}
      crumbs={[
        { title: t('nav.cases'), to: '/cases' },
        { title: names.procedure(id), to: `/procedures/${id}` },
      ]}
      meta={<Basis definition={definition} />}
    >
      <CaseDiagram procedure={id} />
      <Actions definition={definition} />
      <Deadlines definition={definition} />
    </Page>
  );
}

function Actions({ definition }: { definition: Procedure }) {
  const { t, names, formats } = useTexts();
  const owner = `procedure.${definition.id}` as const;
  const rows = Object.entries(definition.actions).map(([action, declared]) => ({
    action,
    ...declared,
  }));
  type Row = (typeof rows)[number];
  const states = (list: readonly string[]) => (
    <ul>
      {list.map((state) => (
        <li key={state}>
          <StateMark owner={owner} state={state} />
        </li>
      ))}
    </ul>
  );
  const targets = (row: Row): readonly string[] =>
    typeof row.to === 'string'
      ? row.to === 'same'
        ? []
        : [row.to]
      : [...new Set(row.to.map(({ to }) => to))];
  return (
    <Section title={t('procedure.actions')}>
      <PlainTable<Row>
        label={t('procedure.actions')}
        items={rows}
        idOf={({ action }) => action}
        columns={[
          { head: 'procedure.action', cell: ({ action }) => names.action(owner, action) },
          {
            head: 'procedure.by',
            cell: ({ by }) =>
              typeof by === 'string'
                ? t(`procedure.by.${by}`)
                : formats.list(by.map((role) => names.role(role))),
          },
          {
            head: 'procedure.from',
            cell: ({ from }) => (from === 'any-open' ? t('procedure.any-open') : states(from)),
          },
          {
            head: 'procedure.to',
            cell: (row) => (row.to === 'same' ? t('procedure.same') : states(targets(row))),
          },
          {
            head: 'procedure.rule',
            cell: ({ clause }) => <span className={admin.note}>{clause}</span>,
          },
        ]}
      />
    </Section>
  );
}

function Deadlines({ definition }: { definition: Procedure }) {
  const { t, names, formats } = useTexts();
  const owner = `procedure.${definition.id}` as const;
  const rows = Object.entries(definition.deadlines ?? {}).map(([deadline, declared]) => ({
    deadline,
    ...declared,
  }));
  if (rows.length === 0) return null;
  type Row = (typeof rows)[number];
  return (
    <Section title={t('case.deadlines')}>
      <PlainTable<Row>
        label={t('case.deadlines')}
        items={rows}
        idOf={({ deadline }) => deadline}
        columns={[
          { head: 'procedure.deadline', cell: (row) => names.deadline(owner, row.deadline) },
          {
            head: 'procedure.within',
            cell: ({ within }) =>
              typeof within === 'string'
                ? formats.duration(within)
                : t('procedure.within.computed'),
          },
          {
            head: 'procedure.escalates',
            cell: ({ escalateTo }) =>
              formats.list((escalateTo ?? []).map((role) => names.role(role))),
          },
          {
            head: 'procedure.rule',
            cell: ({ clause }) => <span className={admin.note}>{clause}</span>,
          },
        ]}
      />
    </Section>
  );
}
