import { Drawer } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { AllowedAction } from '#work/contract.ts';
import { ActProblem } from '../act/action-drawer.tsx';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
import { showToast } from '../feedback/toast-store.ts';
import { FieldsForm } from '../form/fields-form.tsx';
import { type Row, startValues, toInput, withoutNulls } from '../form/form-values.ts';
import { EACH } from '../form/rows-input.tsx';
import { useDraftForm } from '../form/use-draft-form.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
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

/** How many rows are sent in one form; more come in a second one. */
const MOST = 200;

function SeveralForm({ owner, path, many, titles, onClose }: SeveralDrawerProps & { many: Many }) {
  const { t, names } = useTexts();
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const { action, each } = many;
  const inRow = useMemo(() => withoutPresets(action.form as Fields, each), [action, each]);
  const fields = useMemo<Fields>(
    () => ({ [EACH]: { kind: 'rows', required: true, max: MOST, fields: inRow } }),
    [inRow],
  );
  const start = useMemo(() => ({ [EACH]: [startValues(inRow, {})] }), [inRow]);
  const form = useDraftForm({ fields, form: `${path}/several/${action.action}`, stored: start });
  const rows = form.values[EACH] as readonly Row[];
  const act = useMutation({
    mutationFn: async () => {
      let rest = rows;
      for (let sent = 0; rest.length > 0; sent += 1) {
        const [row = {}, ...later] = rest;
        await send('POST', `/${path}/actions/${action.action}`, {
          fields: { ...each(done + sent), ...withoutNulls(toInput(inRow, row)) },
        });
        // What is done leaves the form, so that sending again after a refusal does nothing twice.
        rest = later;
        form.set(EACH, rest);
        setDone(done + sent + 1);
      }
      return done + rows.length;
    },
    onSuccess: async (count) => {
      form.sent();
      const words = names.action(owner, action.action);
      showToast({ tone: 'done', text: t('act.several.done', { action: words, count }) });
      onClose();
      await changed(client, path);
    },
    onError: async (error) => {
      form.refuse(error, `${EACH}.0`);
      await changed(client, path);
    },
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
      {act.isError && done > 0 && <p>{t('act.several.so-far', { count: done })}</p>}
      {act.error !== null && form.faults.size === 0 && (
        <ActProblem error={act.error} owner={owner} />
      )}
    </FieldsForm>
  );
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
