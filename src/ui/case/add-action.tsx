import { Button } from '@mantine/core';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './case.module.css';
import { allowedOf, type RowPreset, useWorkspace } from './workspace.ts';

export interface AddActionProps {
  /** Action of the case that makes one record more. */
  readonly action: string;
  /** Under what the draft is kept: a new one after each that was made. */
  readonly about: string;
  /** What the form starts with. */
  readonly stored?: { readonly [name: string]: unknown };
  /** What holds where a row leaves it empty, when many are made at once; by default what the form starts with. */
  readonly each?: RowPreset;
  readonly titles?: Titles;
}

const NOTHING = {};

/** Makes one record of the case, or many from a table; nothing where the reader may not. */
export function AddAction({
  action,
  about,
  stored = NOTHING,
  each = () => stored,
  titles,
}: AddActionProps) {
  const { t, names } = useTexts();
  const { detail, open, openSeveral } = useWorkspace();
  if (allowedOf(detail, action) === undefined) return null;
  const words = names.action(`procedure.${detail.case.procedure}`, action);
  return (
    <div className={classes.add}>
      <Button
        leftSection={<Icon name="plus" size={12} />}
        onClick={() => open(action, about, stored, titles)}
      >
        {words}
      </Button>
      <Button
        aria-label={t('act.several.of', { action: words })}
        onClick={() => openSeveral(action, each)}
      >
        {t('act.several')}
      </Button>
    </div>
  );
}
