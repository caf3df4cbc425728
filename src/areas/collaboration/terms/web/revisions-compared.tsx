import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Section } from '#ui/page/page.tsx';
import { differencesOf } from './differences.ts';
import { DifferencesList } from './differences-list.tsx';
import classes from './terms.module.css';
import { type NegotiatedText, textsOf, usualPair } from './texts-of-negotiation.ts';

/** How any two texts of the negotiation differ: revisions that were handed out, and the draft that follows them. */
export function RevisionsCompared() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const { id, fields } = detail.case;
  const handedOut = useQuery(recordsOfCaseQuery('terms-texts', id));
  const draft = useQuery(recordsOfCaseQuery('terms-clauses', id));
  if (draft.isSuccess && draft.data.items.length === 0) return null;
  const failed = [handedOut, draft].find(({ isError }) => isError);
  return (
    <Section title={t('terms.compare')}>
      {failed !== undefined ? (
        <ProblemNotice error={failed.error} retry={() => failed.refetch()} />
      ) : handedOut.isSuccess && draft.isSuccess ? (
        <Compared
          titles={{ ...handedOut.data.titles, ...draft.data.titles }}
          texts={textsOf(handedOut.data.items, {
            clauses: draft.data.items,
            textDigest: fields['textDigest'],
          })}
        />
      ) : (
        <Placeholder lines={3} />
      )}
    </Section>
  );
}

function Compared({ texts, titles }: { texts: readonly NegotiatedText[]; titles: Titles }) {
  const { t, formats } = useTexts();
  const [chosen, setChosen] = useState<{ readonly from?: string; readonly to?: string }>({});
  const usual = usualPair(texts);
  if (usual === null)
    return <Empty title={t('terms.compare.one')}>{t('terms.compare.help')}</Empty>;
  const named = (key: string | undefined) => texts.find((one) => one.key === key);
  const before = named(chosen.from) ?? usual.before;
  const after = named(chosen.to) ?? usual.after;
  const wordsOf = ({ revision, handedOutAt, present }: NegotiatedText): string => {
    if (revision === null || handedOutAt === null) return t('terms.compare.draft');
    const at = formats.instant(handedOutAt);
    return t(present ? 'terms.compare.present' : 'terms.compare.revision', { count: revision, at });
  };
  const data = texts.map((one) => ({ value: one.key, label: wordsOf(one) }));
  const shared = { data, allowDeselect: false } as const;
  return (
    <>
      <div className={classes.compared}>
        <Select
          {...shared}
          label={t('terms.compare.from')}
          value={before.key}
          onChange={(from) => setChosen({ ...chosen, from: from ?? before.key })}
        />
        <Select
          {...shared}
          label={t('terms.compare.to')}
          value={after.key}
          onChange={(to) => setChosen({ ...chosen, to: to ?? after.key })}
        />
      </div>
      <DifferencesList
        differences={differencesOf(before.clauses, after.clauses)}
        none={t('terms.compare.none')}
        titles={titles}
      />
    </>
  );
}
