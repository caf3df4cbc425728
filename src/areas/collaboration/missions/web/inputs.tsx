import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordPage, RecordView } from '#work/contract.ts';
import classes from './mission.module.css';

const owner = 'procedure.fact-finding-mission';
const kinds = ['priority', 'incident', 'finding', 'change'] as const;

/** The four inputs of the selection side by side: what the choice of controls rests on (R-FFM-8). */
export function Inputs() {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const query = useQuery(recordsOfCaseQuery('mission-inputs', detail.case.id));
  const { inputsComputedAt } = detail.case.fields;
  const offered = ['give-input', 'refresh-inputs'].filter((name) => allowedOf(detail, name));
  return (
    <Section
      title={t('mission.inputs')}
      action={
        <div className={classes.buttons}>
          {offered.map((name) => (
            <Button key={name} onClick={() => open(name, name, {})}>
              {names.action(owner, name)}
            </Button>
          ))}
        </div>
      }
    >
      {typeof inputsComputedAt === 'string' && (
        <p className={classes.sub}>
          {t('mission.inputs.computed')} <Instant at={inputsComputedAt} />
        </p>
      )}
      {query.isPending ? (
        <Placeholder lines={8} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <div className={classes.inputs}>
          {kinds.map((kind) => (
            <InputsOf key={kind} kind={kind} page={query.data} />
          ))}
        </div>
      )}
    </Section>
  );
}

function InputsOf({ kind, page }: { kind: (typeof kinds)[number]; page: RecordPage }) {
  const { t, names } = useTexts();
  const items = page.items.filter(({ fields }) => fields['kind'] === kind);
  return (
    <section className={classes.input}>
      <h3>
        {names.option('register.mission-inputs', 'kind', kind)}
        <span className={classes.count}>{items.length}</span>
      </h3>
      {items.length === 0 ? (
        <p className={classes.sub}>{t(`mission.inputs.none.${kind}`)}</p>
      ) : (
        <ul>
          {items.map((item) => (
            <Input key={item.id} item={item} page={page} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What kind of record changed and how, in words; the server keeps it as ids. */
function useChangeWords(): (detail: string) => string {
  const { names } = useTexts();
  return (detail) => {
    const [kind = '', act = '', ...fields] = detail.split(' · ');
    return [
      names.register(kind),
      names.option('register.reference-changes', 'act', act),
      ...fields.map((field) => names.field(`register.${kind}`, field)),
    ].join(' · ');
  };
}

function Input({ item, page }: { item: RecordView; page: RecordPage }) {
  const { formats } = useTexts();
  const changeWords = useChangeWords();
  const { title, reference, detail, organisation, happenedAt, kind } = item.fields;
  const sub = [
    reference,
    organisation === undefined ? undefined : page.titles[String(organisation)],
    typeof happenedAt === 'string' && kind !== 'priority'
      ? formats.date(happenedAt.slice(0, 10))
      : undefined,
  ].filter((part) => typeof part === 'string');
  return (
    <li>
      <span className={classes.strong}>{String(title)}</span>
      {sub.length > 0 && <span className={classes.sub}>{sub.join(' · ')}</span>}
      {typeof detail === 'string' && detail !== title && (
        <span className={classes.detail}>{kind === 'change' ? changeWords(detail) : detail}</span>
      )}
    </li>
  );
}
