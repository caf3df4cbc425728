import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, get, send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { draftKey, dropDraft, keepDraft, readDraft } from '#ui/form/draft.ts';
import type { QuestionnaireDraft } from '../../contract.ts';
import type { QuestionAnswer } from '../../questionnaire/contract.ts';
import { type Answers, answersOf, mergeAnswers, sameAnswers } from './merge-answers.ts';

/** Whether what is typed is kept: by the server, on its way there, or only in this browser for now. */
export type Keeping = 'saved' | 'saving' | 'typed' | 'failed';

/** How long after the last key what was typed is sent. */
const restMs = 900;

export interface DraftInUse {
  readonly answers: Answers;
  readonly keeping: Keeping;
  readonly savedAt: string | null;
  /** A colleague saved meanwhile; both are kept. */
  readonly merged: boolean;
  set(number: number, change: Partial<QuestionAnswer>): void;
  /** Sends what is not sent yet. */
  flush(): Promise<void>;
  /** Forgets what this browser keeps, after it was handed in. */
  forget(): void;
}

/** What is typed into a questionnaire: in the browser with every key, at the server a moment later, version by version. */
export function useDraft(start: QuestionnaireDraft): DraftInUse {
  const client = useQueryClient();
  const path = `/questionnaires/${start.recipientId}/draft`;
  const key = draftKey(useMe().person.id, path);
  const base = useRef({ answers: answersOf(start.answers), version: start.version });
  const [answers, setAnswers] = useState<Answers>(() => kept(key) ?? base.current.answers);
  const [keeping, setKeeping] = useState<Keeping>(() =>
    sameAnswers(answers, base.current.answers) ? 'saved' : 'typed',
  );
  const [savedAt, setSavedAt] = useState(start.updatedAt);
  const [merged, setMerged] = useState(false);
  const latest = useRef(answers);
  const sending = useRef<Promise<void> | null>(null);

  const take = useCallback(
    (draft: QuestionnaireDraft) => {
      base.current = { answers: answersOf(draft.answers), version: draft.version };
      setSavedAt(draft.updatedAt);
      client.setQueryData(['questionnaire-draft', start.recipientId], draft);
    },
    [client, start.recipientId],
  );

  const save = useCallback(async (): Promise<void> => {
    const put = (typed: Answers) =>
      send<QuestionnaireDraft>('PUT', path, {
        answers: [...typed.values()],
        version: base.current.version,
      });
    setKeeping('saving');
    try {
      const typed = latest.current;
      try {
        take(await put(typed));
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412) throw error;
        const before = base.current.answers;
        const theirs = await get<QuestionnaireDraft>(path);
        const both = mergeAnswers(before, answersOf(theirs.answers), latest.current);
        take(theirs);
        latest.current = both;
        setAnswers(both);
        setMerged(true);
        take(await put(both));
      }
      const all = sameAnswers(latest.current, base.current.answers);
      setKeeping(all ? 'saved' : 'typed');
      if (all) dropDraft(localStorage, key);
    } catch {
      setKeeping('failed');
    }
  }, [key, path, take]);

  const flush = useCallback(async () => {
    await sending.current;
    if (sameAnswers(latest.current, base.current.answers)) return;
    sending.current = save();
    await sending.current;
    sending.current = null;
  }, [save]);

  useSending(keeping, answers, flush);

  return {
    ...{ answers, keeping, savedAt, merged, flush },
    set: (number, change) => {
      const next = new Map(latest.current);
      next.set(number, { ...next.get(number), ...change, number });
      latest.current = next;
      setAnswers(next);
      setKeeping('typed');
      const values = { answers: JSON.stringify([...next.values()]) };
      keepDraft(localStorage, key, { at: new Date().toISOString(), version: null, values }, {});
    },
    forget: () => dropDraft(localStorage, key),
  };
}

/** What this browser kept of a visit before, when it could not be sent. */
function kept(key: string): Answers | null {
  const text = readDraft(localStorage, key)?.values['answers'];
  if (typeof text !== 'string') return null;
  return answersOf(JSON.parse(text) as QuestionAnswer[]);
}

/** Sends what is typed in a pause, and what could not be sent again until it can. */
function useSending(keeping: Keeping, answers: Answers, flush: () => Promise<void>): void {
  useEffect(() => {
    // Each key starts the wait anew.
    if (keeping !== 'typed' || answers.size === 0) return;
    const timer = setTimeout(flush, restMs);
    return () => clearTimeout(timer);
  }, [keeping, flush, answers]);
  useEffect(() => {
    if (keeping !== 'failed') return;
    const timer = setTimeout(flush, 5000);
    return () => clearTimeout(timer);
  }, [keeping, flush]);
}
