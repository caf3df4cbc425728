import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { Register } from '#engine/register.ts';
import type { RecordDetail } from '#work/contract.ts';
import { SendingForm } from '../act/sending-form.tsx';
import { changed } from '../act/use-act.ts';
import { ApiError, get, send } from '../api/client.ts';
import { useMe } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { type Conflict, reconciled } from '../form/conflict.ts';
import { FieldsForm } from '../form/fields-form.tsx';
import { changedInput, withoutNulls } from '../form/form-values.ts';
import { labelFields } from '../form/label-fields.ts';
import { useDraftForm } from '../form/use-draft-form.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { ConflictNotice } from './conflict-notice.tsx';

export interface RecordCreateFormProps {
  readonly register: Register;
  /** The case that the record hangs on, to whose page its form leads back. */
  readonly caseId?: string | undefined;
}

/** A new record. */
export function RecordCreateForm({ register, caseId }: RecordCreateFormProps) {
  const { t, names } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const owner = `register.${register.id}` as const;
  const ofCase = caseId !== undefined && register.ofCase === true;
  // What hangs on a case has its owner and labels.
  const tenant = register.class === 'tenant' && !ofCase;
  const fields = useMemo<Fields>(
    () => (tenant ? { ...register.fields, ...labelFields } : register.fields),
    [tenant, register],
  );
  return (
    <SendingForm<RecordDetail | { id: string }>
      owner={owner}
      fields={fields}
      name={ofCase ? `cases/${caseId}/${register.id}/new` : `${register.id}/new`}
      verb={t('record.create', { one: names.one(register.id) })}
      send={({ $label: label, $tlp: tlp, ...values }, idempotencyKey) => {
        const head = tenant
          ? withoutNulls({ ownerId: me.organisation.id, label: label ?? null, tlp: tlp ?? null })
          : withoutNulls({ caseId: ofCase ? caseId : null });
        return send('POST', `/${register.id}`, { ...head, fields: values }, { idempotencyKey });
      }}
      done={() => t('record.created', { one: names.one(register.id) })}
      onDone={async (answer) => {
        await client.invalidateQueries({ queryKey: ['list', register.id] });
        if (ofCase) await changed(client, `cases/${caseId}`);
        const id = 'record' in answer ? answer.record.id : answer.id;
        await navigate({ to: ofCase ? `/cases/${caseId}` : `/registers/${register.id}/${id}` });
      }}
      onCancel={() => navigate({ to: ofCase ? `/cases/${caseId}` : `/registers/${register.id}` })}
    />
  );
}

/** A change of a record. When another person changed it meanwhile, what was typed stays and both values are shown. */
export function RecordEditForm({ register, detail }: { register: Register; detail: RecordDetail }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const owner = `register.${register.id}` as const;
  const path = `${register.id}/${detail.record.id}`;
  const { fields } = register;
  const [base, setBase] = useState(detail.record);
  const [found, setFound] = useState<readonly Conflict[] | null>(null);
  const form = useDraftForm({
    fields,
    form: `${path}/edit`,
    stored: base.fields,
    version: base.version,
  });
  const back = () => navigate({ to: `/registers/${path}` });
  const save = useMutation({
    mutationFn: () =>
      send(
        'PATCH',
        `/${path}`,
        { fields: changedInput(fields, base.fields, form.values) },
        { version: base.version },
      ),
    onSuccess: async () => {
      form.sent();
      showToast({ tone: 'done', text: t('record.saved') });
      await changed(client, path);
      await back();
    },
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.status !== 412) {
        form.refuse(error);
        return;
      }
      const current = (await get<RecordDetail>(`/${path}`)).record;
      const inputs = Object.keys(form.values);
      const now = Object.fromEntries(inputs.map((name) => [name, current.fields[name]]));
      const merged = reconciled(fields, base.fields, now, form.values);
      setFound(merged.conflicts);
      form.replace(merged.values);
      setBase(current);
    },
  });
  const stale = save.error instanceof ApiError && save.error.status === 412;
  return (
    <FieldsForm
      owner={owner}
      fields={fields}
      form={form}
      titles={detail.titles}
      verb={t('save')}
      sending={save.isPending}
      onSend={() => save.mutate()}
      onCancel={back}
    >
      {found !== null && stale && (
        <ConflictNotice
          conflicts={found}
          owner={owner}
          fields={fields}
          titles={detail.titles}
          values={form.values}
          onTake={(values, left) => {
            form.replace(values);
            setFound(left);
          }}
        />
      )}
      {save.error !== null && !stale && form.faults.size === 0 && (
        <ProblemNotice error={save.error} />
      )}
    </FieldsForm>
  );
}
