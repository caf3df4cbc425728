import { Button } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import { dropToast, type Toast, toastStore } from './toast-store.ts';
import classes from './toasts.module.css';

const SHOWN_MS = 6_000;

/** Where toasts appear; one per page. Screen readers hear them politely. */
export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get);
  const { t } = useTexts();
  return (
    <section
      className={classes.toasts}
      aria-label={t('toast.region')}
      aria-live="polite"
      data-print="hide"
    >
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function One({ toast }: { toast: Toast }) {
  const { t } = useTexts();
  const { id, undo, tone } = toast;
  const stays = tone === 'problem';
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => dropToast(id), undo === undefined ? SHOWN_MS : SHOWN_MS * 2);
    return () => clearTimeout(timer);
  }, [id, stays, undo]);
  return (
    <div className={classes.toast} data-tone={tone}>
      <Icon name={tone === 'done' ? 'check' : 'incidents'} />
      <span className={classes.text}>{toast.text}</span>
      {undo !== undefined && (
        <Button
          size="compact-xs"
          onClick={() => {
            undo();
            dropToast(id);
          }}
        >
          {t('undo')}
        </Button>
      )}
      <button
        type="button"
        className={classes.close}
        aria-label={t('close')}
        onClick={() => dropToast(id)}
      >
        <Icon name="cross" size={12} />
      </button>
    </div>
  );
}
