import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { get } from '#ui/api/client.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { showToast } from '#ui/feedback/toast-store.ts';
import { ChooseRecord } from '#ui/form/choose-record.tsx';
import type { Owner } from '#ui/i18n/names.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import { Person } from '#ui/mark/party.tsx';
import { actionOf } from '#ui/timeline/entry-details.ts';
import type { HistoryEntry } from '#work/contract.ts';
import { endOfDay, startOfDay } from '../admin/account-words.ts';
import classes from '../admin/admin.module.css';
import { AdminTable } from '../admin/admin-table.tsx';
import { saveJson } from './save-json.ts';

/** Entries of the trail, newest first, by person and period; each sealed one gives its proof. */
export function TrailEntries() {
  const { t } = useTexts();
  const what = useWhat();
  const [person, setPerson] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const typed = useDeferredValue({ from, to });
  const prove = async (entry: HistoryEntry) => {
    try {
      saveJson(`proof-${entry.id}.json`, await get(`/trail/${entry.id}/proof`));
    } catch (error) {
      showToast({ tone: 'problem', text: error instanceof Error ? error.message : '' });
    }
  };
  return (
    <>
      <search className={classes.tools}>
        <ChooseRecord
          to="people"
          size="xs"
          label={t('trail.person')}
          value={person}
          onChange={setPerson}
        />
        <TextInput
          size="xs"
          type="date"
          label={t('trail.from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          type="date"
          label={t('trail.to')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </search>
      <AdminTable<HistoryEntry>
        path="/trail"
        parameters={{ person, from: startOfDay(typed.from), to: endOfDay(typed.to) }}
        label={t('trail.entries')}
        idOf={({ id }) => id}
        empty="trail.none"
        emptyHelp="trail.none.help"
        columns={[
          { head: 'trail.when', cell: (entry) => <Instant at={entry.at} /> },
          {
            head: 'trail.person',
            cell: (entry, titles) => (
              <>
                <Person id={entry.personId} titles={titles} />
                {entry.onBehalfOf !== null && (
                  <p className={classes.note}>
                    {t('timeline.on-behalf', {
                      person: titles[entry.onBehalfOf] ?? t('person.unknown'),
                    })}
                  </p>
                )}
              </>
            ),
          },
          { head: 'trail.what', cell: (entry) => what(entry).words },
          {
            head: 'trail.record',
            cell: (entry) => {
              const { about, to: where } = what(entry);
              return where === null ? about : <Link to={where}>{about}</Link>;
            },
          },
          {
            head: 'trail.leaf',
            end: true,
            cell: (entry) =>
              entry.leafIndex === null ? (
                <span className={classes.note}>{t('trail.pending')}</span>
              ) : (
                <Button size="compact-xs" variant="subtle" onClick={() => prove(entry)}>
                  {t('trail.proof', { leaf: entry.leafIndex })}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}

/** What an entry says in words, and the page of its record when it has one. */
function useWhat() {
  const { t, names, find } = useTexts();
  const definitions = useDefinitions();
  return (entry: HistoryEntry): { words: string; about: string; to: string | null } => {
    const subject = entry.action.slice(0, entry.action.lastIndexOf('.'));
    const words = (owner: Owner) => names.done(owner, actionOf(entry));
    if (entry.kind === 'case') {
      const to = `/cases/${entry.recordId}`;
      if (definitions.procedure(subject) !== undefined) {
        return { words: words(`procedure.${subject}`), about: names.procedure(subject), to };
      }
      return { words: find(`trail.${entry.action}`) ?? entry.action, about: t('case'), to };
    }
    const known = find(`trail.${entry.action}`);
    if (definitions.register(entry.kind) !== undefined) {
      const to = `/registers/${entry.kind}/${entry.recordId}`;
      const owner = `register.${entry.kind}` as const;
      return { words: known ?? words(owner), about: names.one(entry.kind), to };
    }
    if (entry.kind === 'deliverable') {
      const to = `/deliverables/${entry.recordId}`;
      const own = known ?? words('register.deliverables');
      return { words: own, about: names.one('deliverables'), to };
    }
    // An import is named by its format, and said the same way for all.
    return {
      words: known ?? find([`trail.${actionOf(entry)}`, `trail.${subject}`]) ?? entry.action,
      about: find(`trail-kind.${entry.kind}`) ?? entry.kind,
      to: null,
    };
  };
}
