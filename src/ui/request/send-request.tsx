import { Drawer } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { RequestKind } from '#engine/request.ts';
import type { CaseDetail } from '#work/contract.ts';
import { SendingForm } from '../act/sending-form.tsx';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';

export interface SendRequestProps {
  readonly detail: CaseDetail;
  readonly owner: Owner;
  /** Id of the kind in its procedure. */
  readonly name: string;
  readonly kind: RequestKind;
  readonly onClose: () => void;
}

/** The form of a new request beside the case; its parties that hold the role stand there as recipients already. */
export function SendRequest(props: SendRequestProps) {
  const { t, names } = useTexts();
  const { owner, name, onClose } = props;
  return (
    <Drawer
      opened
      onClose={onClose}
      size="34rem"
      title={t('requests.new', { kind: names.request(owner, name) })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <RequestForm {...props} />
    </Drawer>
  );
}

/** What every request has, before what its kind asks for. */
function fieldsOf(kind: RequestKind): Fields {
  return {
    $subject: { kind: 'text', required: true, max: 300 },
    $text: { kind: 'text', required: true, multiline: true },
    ...kind.fields,
    $urgency: { kind: 'choice', required: true, options: Object.keys(kind.urgencies) },
    $dueAt: { kind: 'instant' },
    $recipients: { kind: 'references', to: 'organisations', required: true },
    ...(kind.to.length > 1 ? { $role: { kind: 'text', of: 'role' } as const } : {}),
  };
}

function RequestForm({ detail, owner, name, kind, onClose }: SendRequestProps) {
  const { t } = useTexts();
  const client = useQueryClient();
  const fields = useMemo(() => fieldsOf(kind), [kind]);
  const seen = detail.parties.filter(({ role }) => kind.to.includes(role));
  const told = detail.requests.find((one) => one.kind === name)?.recipients ?? [];
  const start = {
    $recipients: [...new Set([...told, ...seen.map(({ organisationId }) => organisationId)])],
    $urgency: Object.keys(kind.urgencies).at(-1),
  };
  return (
    <SendingForm
      owner={owner}
      fields={fields}
      name={`cases/${detail.case.id}/ask/${name}`}
      stored={start}
      titles={detail.titles}
      verb={t('requests.send')}
      send={(
        { $subject, $text, $urgency, $dueAt, $recipients, $role, ...values },
        idempotencyKey,
      ) => {
        const role = typeof $role === 'string' ? { role: $role } : {};
        const recipients = ($recipients as string[]).map((organisationId) => ({
          organisationId,
          ...role,
        }));
        const input = {
          ...{ caseId: detail.case.id, kind: name, subject: $subject, text: $text },
          ...{ urgency: $urgency, dueAt: $dueAt, fields: values, recipients },
        };
        return send('POST', '/requests', input, { idempotencyKey });
      }}
      done={() => t('requests.sent')}
      onDone={async () => {
        onClose();
        await changed(client, `cases/${detail.case.id}`);
      }}
      onCancel={onClose}
    />
  );
}
