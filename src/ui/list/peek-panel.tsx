import { ActionIcon, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import classes from './list.module.css';

/** A quick look beside the list; the list keeps its place and its keys. */
export function PeekPanel({
  to,
  onClose,
  children,
}: {
  to: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTexts();
  return (
    <aside className={classes.peek} aria-label={t('peek')} data-print="hide">
      <div className={classes.peekBar}>
        <Button component={Link} to={to}>
          {t('peek.open')}
        </Button>
        <ActionIcon aria-label={t('close')} onClick={onClose}>
          <Icon name="cross" />
        </ActionIcon>
      </div>
      {children}
    </aside>
  );
}
