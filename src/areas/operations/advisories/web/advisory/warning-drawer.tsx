import { Drawer } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import { SendingForm } from '#ui/act/sending-form.tsx';
import { send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { CaseDetail } from '#work/contract.ts';

const fields: Fields = {
  $title: { kind: 'text', required: true, max: 300 },
  summary: { kind: 'text', required: true, multiline: true },
};

export interface WarningDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

/** Opens an early warning about this advisory by hand, for what matching did not raise. */
export function WarningDrawer({ opened, onClose, ...about }: WarningDrawerProps) {
  const { t } = useTexts();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size="34rem"
      title={t('advisory.open-warning')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {opened && <WarningForm {...about} onClose={onClose} />}
    </Drawer>
  );
}

function WarningForm({ id, title, summary, onClose }: Omit<WarningDrawerProps, 'opened'>) {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const stored = useMemo(() => ({ $title: title.slice(0, 300), summary }), [title, summary]);
  return (
    <SendingForm<CaseDetail>
      owner="procedure.early-warning"
      fields={fields}
      name={`advisories/${id}/warning`}
      stored={stored}
      verb={t('advisory.open-warning')}
      send={({ $title, summary: told }, idempotencyKey) => {
        const input = {
          ...{ procedure: 'early-warning', organisation: me.organisation.id, title: $title },
          fields: { source: 'vendor', summary: told, advisory: id },
        };
        return send('POST', '/cases', input, { idempotencyKey });
      }}
      done={(opened) => t('case.opened', { reference: opened.case.reference })}
      onDone={async (opened) => {
        await client.invalidateQueries({ queryKey: ['record', 'advisories', id] });
        await navigate({ to: `/cases/${opened.case.id}` });
      }}
      onCancel={onClose}
    >
      <p>{t('advisory.open-warning.help')}</p>
    </SendingForm>
  );
}
