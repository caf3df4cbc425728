import { Button, Group, Modal } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';

export interface Question {
  readonly title: string;
  /** What will happen, in full: who loses what, and whether it can be taken back. */
  readonly consequence: string;
  /** The verb on the button, never `OK`. */
  readonly verb: string;
}

type Ask = (question: Question) => Promise<boolean>;
const Context = createContext<Ask>(async () => false);

/** Asks before what cannot be taken back, by naming what will happen. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const [open, setOpen] = useState<{ question: Question; answer: (yes: boolean) => void } | null>(
    null,
  );
  const ask = useCallback<Ask>(
    (question) => new Promise((answer) => setOpen({ question, answer })),
    [],
  );
  const close = (yes: boolean) => {
    open?.answer(yes);
    setOpen(null);
  };
  return (
    <Context value={ask}>
      {children}
      <Modal
        opened={open !== null}
        onClose={() => close(false)}
        title={open?.question.title}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <p>{open?.question.consequence}</p>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button onClick={() => close(false)} data-autofocus>
            {t('cancel')}
          </Button>
          <Button variant="filled" color="red" onClick={() => close(true)}>
            {open?.question.verb}
          </Button>
        </Group>
      </Modal>
    </Context>
  );
}

export function useConfirm(): Ask {
  return useContext(Context);
}
