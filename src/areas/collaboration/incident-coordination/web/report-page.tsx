import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Field, Fields } from '#engine/fields.ts';
import { type Filled, SendingForm } from '#ui/act/sending-form.tsx';
import { send } from '#ui/api/client.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { withoutNulls } from '#ui/form/form-values.ts';
import { labelFields } from '#ui/form/label-fields.ts';
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
  const report = ({ $title, $label, $tlp, ...known }: Filled, idempotencyKey: string) => {
    const head = withoutNulls({ title: $title, label: $label ?? null, tlp: $tlp ?? null });
    if (registers) {
      const input = { ...head, ...known };
      return send<ReportedIncident>('POST', '/incident-reports', input, { idempotencyKey });
    }
    const input = {
      ...{ procedure: 'incident-coordination', organisation: me.organisation.id },
      ...{ ...head, fields: known },
    };
    return send<CaseDetail>('POST', '/cases', input, { idempotencyKey }).then((one) => one.case);
  };
  return (
    <SendingForm
      owner={owner}
      fields={fields}
      name="incident-reports/new"
      later={{ names: Object.keys(labelFields), title: t('incident.report.label') }}
      verb={t('incident.report.verb')}
      send={report}
      done={({ reference }) => t('case.opened', { reference })}
      onDone={async ({ id }) => {
        await client.invalidateQueries({ queryKey: ['list', 'cases'] });
        await navigate({ to: `/cases/${id}` });
      }}
      onCancel={() => void navigate({ to: '/cases' })}
    />
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
