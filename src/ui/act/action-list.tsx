import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AllowedAction } from '#work/contract.ts';
import { Terms } from '../glossary/terms.tsx';
import type { Owner } from '../i18n/names.ts';
import { refusalWords, saidOnce } from '../i18n/refusals.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import classes from './action-list.module.css';

export interface ActionListProps {
  readonly owner: Owner;
  readonly actions: readonly AllowedAction[];
  readonly onChoose: (action: AllowedAction) => void;
}

/** What I can do now, and for each thing that I cannot do now why not, with the clause that says so. */
export function ActionList({ owner, actions, onChoose }: ActionListProps) {
  const { t, names } = useTexts();
  const [all, setAll] = useState(false);
  // The ordinary way on stands first.
  const allowed = actions
    .filter((action) => action.allowed)
    .sort((a, b) => Number(b.primary) - Number(a.primary));
  const refused = actions.filter((action) => !action.allowed);
  // What another state or another role would allow is only worth a look on demand.
  const near = refused.filter(
    ({ refusals }) => !refusals.some(({ rule }) => rule === 'wrong-state'),
  );
  const shown = all ? refused : near;
  return (
    <div className={classes.actions}>
      {allowed.length === 0 ? (
        <p className={classes.none}>{t('act.none')}</p>
      ) : (
        <ul className={classes.buttons}>
          {allowed.map((action) => (
            <li key={action.action}>
              <Button
                size="sm"
                variant={action.primary ? 'filled' : 'default'}
                onClick={() => onChoose(action)}
              >
                {names.action(owner, action.action)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <ul className={classes.refused}>
          {shown.map((action) => (
            <Refused key={action.action} owner={owner} action={action} />
          ))}
        </ul>
      )}
      {refused.length > near.length && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.more}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t('act.fewer') : t('act.more', { count: refused.length - near.length })}
        </Button>
      )}
    </div>
  );
}

function Refused({ owner, action }: { owner: Owner; action: AllowedAction }) {
  const texts = useTexts();
  const { names, formats } = texts;
  return (
    <li>
      <Icon name="lock" size={14} />
      <div>
        <span className={classes.name}>{names.action(owner, action.action)}</span>
        {saidOnce(action.refusals, (refusal) =>
          refusalWords(refusal, owner, texts, names, formats.list),
        ).map(({ words, refusal, times }) => (
          <p key={words}>
            <Terms>{words}</Terms>
            {times > 1 && ` (${times})`}{' '}
            <span className={classes.clause}>
              <Terms>{refusal.clause}</Terms>
            </span>
          </p>
        ))}
      </div>
    </li>
  );
}
