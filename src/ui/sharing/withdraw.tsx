import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { useTexts } from '../i18n/texts-provider.tsx';

export interface WithdrawProps {
  /** Where the API holds the record, such as `cases/<id>`. */
  readonly path: string;
  readonly organisationId: string;
  readonly name: string;
}

/** The kind under which the audience of a record is kept, by the first part of its address. */
const kinds: Readonly<Record<string, string>> = { cases: 'case', deliverables: 'deliverable' };

/** Takes from an organisation what it was shown, with a reason that it is told. */
export function Withdraw({ path, organisationId, name }: WithdrawProps) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [part = '', recordId = ''] = path.split('/');
  const withdraw = useMutation({
    mutationFn: () =>
      send('POST', '/withdrawals', {
        ...{ kind: kinds[part] ?? part, recordId, organisation: organisationId, reason },
      }),
    onSuccess: async () => {
      setOpen(false);
      setReason('');
      showToast({ tone: 'done', text: t('withdraw.done', { name }) });
      await client.invalidateQueries();
    },
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t('withdraw.from', { name })}
        onClick={() => setOpen(true)}
      >
        {t('withdraw')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('withdraw.from', { name })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== '') withdraw.mutate();
          }}
        >
          <p>{t('withdraw.consequence', { name })}</p>
          <Textarea
            mt="sm"
            label={t('withdraw.reason')}
            description={t('withdraw.reason.help')}
            required
            autosize
            minRows={3}
            maxLength={2000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {withdraw.error !== null && <ProblemNotice error={withdraw.error} />}
          <Group justify="flex-end" mt="lg" gap="xs">
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
            <Button
              type="submit"
              variant="filled"
              color="red"
              disabled={withdraw.isPending || reason.trim() === ''}
            >
              {t('withdraw')}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
