import { Drawer } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { AllowedAction, Problem } from '#work/contract.ts';
import { mostRows } from '#work/rows/contract.ts';
import { ActProblem } from '../act/action-drawer.tsx';
import { changed } from '../act/use-act.ts';
import { ApiError } from '../api/client.ts';
import { showToast } from '../feedback/toast-store.ts';
import { FieldsForm } from '../form/fields-form.tsx';
import { faultsOfProblem } from '../form/form-faults.ts';
import { type Row, startValues, toInput, withoutNulls } from '../form/form-values.ts';
import { EACH } from '../form/rows-input.tsx';
import { type DraftForm, useDraftForm } from '../form/use-draft-form.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { RowsProgress } from '../rows/rows-progress.tsx';
import { sendRows } from '../rows/send-rows.ts';
import classes from './case.module.css';
import type { RowPreset } from './workspace.ts';

/** An action that is to be done many times, and what holds where a row leaves it empty. */
export interface Many {
  readonly action: AllowedAction;
  readonly each: RowPreset;
}

export interface SeveralDrawerProps {
  readonly owner: Owner;
  /** Where the API holds the case. */
  readonly path: string;
  readonly many: Many | null;
  readonly titles: Titles;
  readonly onClose: () => void;
}

/** An action of a case many times at once: a row for each, typed or pasted from a spreadsheet. */
export function SeveralDrawer(props: SeveralDrawerProps) {
  const { t, names } = useTexts();
  const { many, owner, onClose } = props;
  return (
    <Drawer
      opened={many !== null}
      onClose={onClose}
      size="44rem"
      title={
        many === null
          ? ''
          : t('act.several.of', { action: names.action(owner, many.action.action) })
      }
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {many !== null && <SeveralForm key={many.action.action} {...props} many={many} />}
    </Drawer>
  );
}

function SeveralForm({ owner, path, many, titles, onClose }: SeveralDrawerProps & { many: Many }) {
  const { t } = useTexts();
  const { action, each } = many;
  const inRow = useMemo(() => withoutPresets(action.form as Fields, each), [action, each]);
  const fields = useMemo<Fields>(
    () => ({ [EACH]: { kind: 'rows', required: true, max: mostRows, fields: inRow } }),
    [inRow],
  );
  const start = useMemo(() => ({ [EACH]: [startValues(inRow, {})] }), [inRow]);
  const form = useDraftForm({ fields, form: `${path}/several/${action.action}`, stored: start });
  const rows = form.values[EACH] as readonly Row[];
  const { act, done, answered } = useSendingRows({
    ...{ owner, path, many, form, inRow, onClose },
  });
  return (
    <FieldsForm
      owner={owner}
      fields={fields}
      form={form}
      titles={titles}
      verb={t('act.several.verb', { count: rows.length })}
      sending={act.isPending}
      onSend={() => act.mutate()}
      onCancel={onClose}
    >
      <p className={classes.note}>{t('act.several.help')}</p>
      {act.isPending && <RowsProgress answered={answered} all={rows.length} />}
      {act.isError && done > 0 && <p>{t('act.several.so-far', { count: done })}</p>}
      {act.error !== null && form.faults.size === 0 && (
        <ActProblem error={act.error} owner={owner} />
      )}
    </FieldsForm>
  );
}

interface Sent {
  readonly owner: Owner;
  readonly path: string;
  readonly many: Many;
  readonly form: DraftForm;
  readonly inRow: Fields;
  readonly onClose: () => void;
}

/** Sends the rows of the form. What is done leaves it; what was refused stays, each fault at its row, to be put right and sent again. */
function useSendingRows({ owner, path, many: { action, each }, form, inRow, onClose }: Sent) {
  const { t, names } = useTexts();
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const [answered, setAnswered] = useState(0);
  const sent = useRef({ attempt: crypto.randomUUID(), before: 0 });
  const act = useMutation({
    mutationFn: async () => {
      const rows = form.values[EACH] as readonly Row[];
      const { attempt, before } = sent.current;
      setAnswered(0);
      const outcomes = await sendRows(
        `/${path}/actions/${action.action}/rows`,
        rows.map((row, index) => ({
          fields: { ...each(before + index), ...withoutNulls(toInput(inRow, row)) },
        })),
        { attempt, onProgress: setAnswered },
      );
      sent.current = { attempt: crypto.randomUUID(), before: before + rows.length };
      const left = rows.filter((_, index) => outcomes[index]?.outcome === 'refused');
      const saved = done + rows.length - left.length;
      setDone(saved);
      if (left.length === 0) return saved;
      form.set(EACH, left);
      const problems = outcomes.flatMap((one) => (one.outcome === 'refused' ? [one.problem] : []));
      form.showFaults(
        problems.flatMap((problem, row) =>
          faultsOfProblem(problem).map((fault) => ({
            ...fault,
            path: `${EACH}.${row}.${fault.path}`,
          })),
        ),
      );
      throw new ApiError(problems[0] as Problem);
    },
    onSuccess: async (count) => {
      form.sent();
      const words = names.action(owner, action.action);
      showToast({ tone: 'done', text: t('act.several.done', { action: words, count }) });
      onClose();
      await changed(client, path);
    },
    onError: () => changed(client, path),
  });
  return { act, done, answered };
}

/** What is preset need not be filled in. */
function withoutPresets(fields: Fields, each: RowPreset): Fields {
  const preset = each(0);
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      preset[name] === undefined ? field : { ...field, required: false },
    ]),
  );
}
