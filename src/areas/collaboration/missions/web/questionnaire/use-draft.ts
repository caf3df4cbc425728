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
  /** Forgets what this browser keeps, after it was handed in. */
  forget(): void;
}

/** What the server held when typing began on it. */
interface Base {
  readonly answers: Answers;
  readonly version: number;
}

/** What is typed into a questionnaire: in the browser with every key, at the server a moment later, version by version. */
export function useDraft(start: QuestionnaireDraft): DraftInUse {
  const client = useQueryClient();
  const path = `/questionnaires/${start.recipientId}/draft`;
  const key = draftKey(useMe().person.id, path);
  const base = useRef<Base>({ answers: answersOf(start.answers), version: start.version });
  const [answers, setAnswers] = useState<Answers>(() => restored(key, base.current));
  const [keeping, setKeeping] = useState<Keeping>(() =>
    sameAnswers(answers, base.current.answers) ? 'saved' : 'typed',
  );
  const [savedAt, setSavedAt] = useState(start.updatedAt);
  const [merged, setMerged] = useState(false);
  const latest = useRef(answers);
  const sending = useRef<Promise<void> | null>(null);

  const save = useCallback(async (): Promise<void> => {
    setKeeping('saving');
    try {
      const sent = latest.current;
      const saved = await saveOver(path, base.current, sent);
      base.current = { answers: answersOf(saved.draft.answers), version: saved.draft.version };
      setSavedAt(saved.draft.updatedAt);
      client.setQueryData(['questionnaire-draft', start.recipientId], saved.draft);
      if (saved.merged) {
        // What was typed while it was sent stays typed.
        latest.current = mergeAnswers(sent, base.current.answers, latest.current);
        setAnswers(latest.current);
        setMerged(true);
      }
      const all = sameAnswers(latest.current, base.current.answers);
      setKeeping(all ? 'saved' : 'typed');
      if (all) dropDraft(localStorage, key);
    } catch {
      setKeeping('failed');
    }
  }, [client, key, path, start.recipientId]);

  const flush = useCallback(async () => {
    await sending.current;
    if (sameAnswers(latest.current, base.current.answers)) return;
    sending.current = save();
    await sending.current;
    sending.current = null;
  }, [save]);

  useSending(keeping, answers, flush);

  return {
    ...{ answers, keeping, savedAt, merged },
    set: (number, change) => {
      const next = new Map(latest.current);
      next.set(number, { ...next.get(number), ...change, number });
      latest.current = next;
      setAnswers(next);
      setKeeping('typed');
      keepTyped(key, next, base.current);
    },
    forget: () => dropDraft(localStorage, key),
  };
}

/** Sends what was typed over a version; what a colleague saved meanwhile is merged in. @throws ApiError, OfflineError */
async function saveOver(
  path: string,
  base: Base,
  typed: Answers,
): Promise<{ draft: QuestionnaireDraft; merged: boolean }> {
  const put = (version: number, answers: Answers) =>
    send<QuestionnaireDraft>('PUT', path, { answers: [...answers.values()], version });
  try {
    return { draft: await put(base.version, typed), merged: false };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412) throw error;
    const theirs = await get<QuestionnaireDraft>(path);
    const both = mergeAnswers(base.answers, answersOf(theirs.answers), typed);
    return { draft: await put(theirs.version, both), merged: true };
  }
}

/** Keeps what is typed in this browser, with what it was typed over. */
function keepTyped(key: string, typed: Answers, base: Base): void {
  const values = {
    answers: JSON.stringify([...typed.values()]),
    base: JSON.stringify([...base.answers.values()]),
  };
  keepDraft(localStorage, key, { at: new Date().toISOString(), version: base.version, values }, {});
}

/** What this browser kept of a visit before, when it could not be sent, on top of what the server holds by now. */
function restored(key: string, base: Base): Answers {
  const values = readDraft(localStorage, key)?.values ?? {};
  const { answers, base: over } = values;
  if (typeof answers !== 'string' || typeof over !== 'string') return base.answers;
  const list = (text: string) => answersOf(JSON.parse(text) as QuestionAnswer[]);
  return mergeAnswers(list(over), base.answers, list(answers));
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
