import { Drawer } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { ChoiceBar } from '#ui/mark/choice-bar.tsx';
import classes from './advisory.module.css';
import { type DecisionKind, decisionKinds } from './decision-fields.ts';
import { DecisionForm } from './decision-form.tsx';
import { ExceptionForm } from './exception-form.tsx';

export interface DecideDrawerProps {
  readonly what: 'decision' | 'exception' | null;
  readonly advisoryId: string;
  readonly title: string;
  /** Chosen assets with their names. */
  readonly assets: readonly (readonly [string, string])[];
  readonly ownerId: string | null;
  readonly onClose: (done: boolean) => void;
}

/** What is decided about this advisory on the chosen assets: a decision for each, or an exception to be approved by another person. */
export function DecideDrawer(props: DecideDrawerProps) {
  const { t, names } = useTexts();
  const { what, assets, onClose } = props;
  const [kind, setKind] = useState<DecisionKind>('not-affected');
  const close = () => onClose(false);
  return (
    <Drawer
      opened={what !== null}
      onClose={close}
      size="34rem"
      title={t(what === 'exception' ? 'advisory.except' : 'advisory.decide.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {what !== null && (
        <div className={classes.decision}>
          <p className={classes.chosen}>
            {t('advisory.decide.assets', {
              count: assets.length,
              names: assets
                .slice(0, 6)
                .map(([, name]) => name)
                .join(', '),
            })}
          </p>
          {what === 'exception' ? (
            <ExceptionForm {...props} onClose={onClose} />
          ) : (
            <>
              <ChoiceBar
                label={names.field('register.dispositions', 'kind')}
                choices={decisionKinds.map((value) => ({
                  value,
                  title: names.option('register.dispositions', 'kind', value),
                }))}
                value={kind}
                onChange={setKind}
              />
              <DecisionForm key={kind} {...props} kind={kind} onClose={onClose} />
            </>
          )}
        </div>
      )}
    </Drawer>
  );
}
