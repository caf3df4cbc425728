import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Field, Fields } from '#engine/fields.ts';
import { ActProblem } from '#ui/act/action-drawer.tsx';
import { send } from '#ui/api/client.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { showToast } from '#ui/feedback/toast-store.ts';
import { FieldsForm } from '#ui/form/fields-form.tsx';
import { toInput, withoutNulls } from '#ui/form/form-values.ts';
import { labelFields } from '#ui/form/label-fields.ts';
import { useDraftForm } from '#ui/form/use-draft-form.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page } from '#ui/page/page.tsx';
import type { CaseDetail } from '#work/contract.ts';
import type { ReportedIncident } from '../contract.ts';
import { owner } from './incident-acts.ts';

const asked = [
  ...['summary', 'ticket', 'ticketSystem', 'reporter', 'category', 'managedItem'],
  ...['originAdministration', 'occurredAt', 'detectedAt', 'reportedAt'],
];
/** Who reports to the central body from outside; it registers what it opens itself in a second step. */
const reporters: ReadonlySet<string> = new Set(['service-desk', 'itsm-security-manager', 'niso']);

/** The report of an incident to the central body, whose case it becomes: what is known now, the rest follows. */
export function ReportPage() {
  const { t, names } = useTexts();
  const procedure = useDefinitions().procedure('incident-coordination');
  return (
    <Page
      title={t('incident.report')}
      crumbs={[
        { title: t('nav.cases'), to: '/cases' },
        {
          title: names.procedure('incident-coordination'),
          to: '/procedures/incident-coordination',
        },
      ]}
    >
      {procedure !== undefined && <ReportForm declared={procedure.fields} />}
    </Page>
  );
}

function ReportForm({ declared }: { declared: Fields }) {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const registers = me.roles.some(({ role }) => reporters.has(role));
  const fields = useMemo(() => reportFields(declared), [declared]);
  const form = useDraftForm({ fields, form: 'incident-reports/new' });
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const report = useMutation({
    mutationFn: async () => {
      const { $title, $label, $tlp, ...known } = withoutNulls(toInput(fields, form.values));
      const head = withoutNulls({ title: $title, label: $label ?? null, tlp: $tlp ?? null });
      if (registers) {
        return send<ReportedIncident>('POST', '/incident-reports', { ...head, ...known });
      }
      const input = { procedure: 'incident-coordination', organisation: me.organisation.id };
      const opened = await send<CaseDetail>(
        'POST',
        '/cases',
        { ...input, ...head, fields: known },
        { idempotencyKey },
      );
      return opened.case;
    },
    onSuccess: async ({ id, reference }) => {
      form.sent();
      showToast({ tone: 'done', text: t('case.opened', { reference }) });
      await client.invalidateQueries({ queryKey: ['list', 'cases'] });
      await navigate({ to: `/cases/${id}` });
    },
    onError: (error) => form.refuse(error),
  });
  return (
    <FieldsForm
      owner={owner}
      fields={fields}
      form={form}
      later={{ names: Object.keys(labelFields), title: t('incident.report.label') }}
      verb={t('incident.report.verb')}
      sending={report.isPending}
      onSend={() => report.mutate()}
      onCancel={() => void navigate({ to: '/cases' })}
    >
      {report.error !== null && form.faults.size === 0 && (
        <ActProblem error={report.error} owner={owner} />
      )}
    </FieldsForm>
  );
}

/** What the report asks for, as the procedure declares it; category and item decide who is told at once. */
function reportFields(declared: Fields): Fields {
  const needed = new Set(['summary', 'category', 'managedItem']);
  return {
    $title: { kind: 'text', required: true, max: 300 },
    ...Object.fromEntries(
      asked.flatMap((name): [string, Field][] => {
        const field = declared[name];
        return field === undefined ? [] : [[name, { ...field, required: needed.has(name) }]];
      }),
    ),
    ...labelFields,
  };
}
