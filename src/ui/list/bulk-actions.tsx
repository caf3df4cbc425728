import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Action } from '#engine/life-cycle.ts';
import type { Register } from '#engine/register.ts';
import { useConfirm } from '../feedback/confirm.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { RowsProgress } from '../rows/rows-progress.tsx';
import { sendRows } from '../rows/send-rows.ts';

/** Actions that need nothing filled in, and that a person takes. */
function bulkable(register: Register): [string, Action][] {
  return Object.entries(register.lifeCycle?.actions ?? {}).filter(
    ([, action]) =>
      typeof action.by !== 'string' && action.form === undefined && action.comment !== 'required',
  );
}

export interface BulkActionsProps {
  readonly register: Register;
  readonly ids: readonly string[];
  readonly onDone: () => void;
}

/** One action on every chosen record; each is decided on its own, and the outcome says how many were refused. */
export function BulkActions({ register, ids, onDone }: BulkActionsProps) {
  const { t, names } = useTexts();
  const confirm = useConfirm();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [answered, setAnswered] = useState(0);
  const actions = bulkable(register);
  const owner = `register.${register.id}` as const;
  const run = async (name: string) => {
    const title = names.action(owner, name);
    const consequence = t('bulk.consequence', { action: title, count: ids.length });
    if (!(await confirm({ title, consequence, verb: title }))) return;
    setBusy(true);
    setAnswered(0);
    try {
      const outcomes = await sendRows(
        `/${register.id}/rows/actions/${name}`,
        ids.map((id) => ({ id })),
        { attempt: crypto.randomUUID(), onProgress: setAnswered },
      );
      const refused = outcomes.filter(({ outcome }) => outcome === 'refused').length;
      showToast({
        tone: refused === 0 ? 'done' : 'problem',
        text: t('bulk.done', { done: ids.length - refused, refused }),
      });
    } catch {
      showToast({ tone: 'problem', text: t('problem.offline.advice') });
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['list', register.id] });
    onDone();
  };
  return (
    <>
      {busy && <RowsProgress answered={answered} all={ids.length} />}
      {actions.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-xs" disabled={busy}>
              {t('bulk')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {actions.map(([name]) => (
              <Menu.Item key={name} onClick={() => run(name)}>
                {names.action(owner, name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}{' '}
      <Button size="compact-xs" variant="subtle" onClick={onDone}>
        {t('bulk.none')}
      </Button>
    </>
  );
}
