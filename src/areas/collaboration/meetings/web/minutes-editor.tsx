import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changed } from '#ui/act/use-act.ts';
import { send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { draftKey, dropDraft, keepDraft, readDraft } from '#ui/form/draft.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Person, type Titles } from '#ui/mark/party.tsx';
import classes from './meeting.module.css';
import { type ItemMinutes, mergedText } from './minutes-by-item.ts';

interface Typed {
  readonly text: string;
  /** Number of the text that it was typed over. */
  readonly base: number;
  readonly merges: readonly string[];
}

interface EditorProps {
  readonly item: string;
  readonly topic: string;
  readonly minutes: ItemMinutes;
  readonly titles: Titles;
}

/**
 * Minutes of one item. What is typed stays in the browser until it is saved, and what somebody else saved meanwhile is never overwritten: the
 * server keeps both texts, and both are shown until one is made of them.
 */
export function MinutesEditor({ item, topic, minutes, titles }: EditorProps) {
  const { t } = useTexts();
  const { path } = useWorkspace();
  const client = useQueryClient();
  const key = draftKey(useMe().person.id, `${path}/minutes/${item}`);
  const [typed, setTyped] = useState<Typed | null>(() => kept(key));
  const number = Number(minutes.current?.fields['number'] ?? 0);
  const stands = String(minutes.current?.fields['text'] ?? '');
  const keep = (next: Typed) => {
    setTyped(next);
    const values = { text: next.text, base: next.base, merges: next.merges };
    keepDraft(localStorage, key, { at: new Date().toISOString(), version: null, values }, {});
  };
  const save = useMutation({
    mutationFn: (sent: Typed) =>
      send('POST', `/${path}/actions/minute`, {
        fields: {
          ...{ item, base: sent.base, text: sent.text },
          ...(sent.merges.length === 0 ? {} : { merges: sent.merges }),
        },
      }),
    onSuccess: async (_, sent) => {
      await changed(client, path);
      // What was typed while it was sent is typed over the text that was just saved.
      setTyped((now) => (now === null || now.text === sent.text ? null : now));
      dropDraft(localStorage, key);
    },
  });
  const moved = typed !== null && typed.base !== number;
  return (
    <div className={classes.editor}>
      <Textarea
        aria-label={t('labelled', { label: t('meeting.minutes'), value: topic })}
        autosize
        minRows={2}
        maxRows={24}
        value={typed?.text ?? stands}
        placeholder={t('meeting.minutes.placeholder')}
        onChange={(event) => {
          const text = event.currentTarget.value;
          keep({ text, base: typed?.base ?? number, merges: typed?.merges ?? [] });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && typed !== null) {
            save.mutate(typed);
          }
        }}
      />
      {moved && !save.isPending && (
        <Notice tone="note" title={t('meeting.minutes.moved')}>
          <p className={classes.words}>{stands}</p>
        </Notice>
      )}
      {save.isError && <ProblemNotice error={save.error} />}
      {typed !== null && typed.text.trim() !== '' && (
        <p className={classes.save}>
          <Button variant="filled" onClick={() => save.mutate(typed)} loading={save.isPending}>
            {t('meeting.minutes.save')}
          </Button>
          <span className={classes.sub}>{t('meeting.minutes.unsaved')}</span>
        </p>
      )}
      {minutes.beside.length > 0 && typed?.merges.length !== minutes.beside.length && (
        <Beside
          minutes={minutes}
          titles={titles}
          onMerge={() =>
            keep({
              text: mergedText(minutes),
              base: number,
              merges: minutes.beside.map(({ id }) => id),
            })
          }
        />
      )}
    </div>
  );
}

/** Both texts, and the way to make one of them. */
function Beside({
  minutes,
  titles,
  onMerge,
}: {
  minutes: ItemMinutes;
  titles: Titles;
  onMerge: () => void;
}) {
  const { t } = useTexts();
  return (
    <Notice tone="warning" title={t('meeting.minutes.beside')}>
      {minutes.beside.map(({ id, fields }) => (
        <div key={id} className={classes.answer}>
          <Person id={String(fields['writer'])} titles={titles} />
          <p className={classes.words}>{String(fields['text'])}</p>
        </div>
      ))}
      <Button onClick={onMerge} mt={8}>
        {t('meeting.minutes.merge')}
      </Button>
    </Notice>
  );
}

/** What was typed before the page was left. */
function kept(key: string): Typed | null {
  const values = readDraft(localStorage, key)?.values;
  if (typeof values?.['text'] !== 'string') return null;
  const merges = Array.isArray(values['merges']) ? (values['merges'] as string[]) : [];
  return { text: values['text'], base: Number(values['base']), merges };
}
