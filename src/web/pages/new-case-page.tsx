import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { Procedure } from '#engine/procedure.ts';
import { ActProblem } from '#ui/act/action-drawer.tsx';
import { send } from '#ui/api/client.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { CaseDiagram } from '#ui/case/case-diagram.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { FieldsForm } from '#ui/form/fields-form.tsx';
import { toInput, withoutNulls } from '#ui/form/form-values.ts';
import { labelFields } from '#ui/form/label-fields.ts';
import { openingFields } from '#ui/form/opening-fields.ts';
import { useDraftForm } from '#ui/form/use-draft-form.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page } from '#ui/page/page.tsx';
import type { CaseDetail } from '#work/contract.ts';
import { NotFoundPage } from './fallback-pages.tsx';

/** Opening a case: its title, its declared fields, its labels. */
export function NewCasePage() {
  const { t, names } = useTexts();
  const { procedure: id = '' } = useParams({ strict: false }) as { procedure?: string };
  const definition = useDefinitions().procedure(id);
  if (definition === undefined) return <NotFoundPage />;
  return (
    <Page
      title={t('case.new', { procedure: names.procedure(id) })}
      crumbs={[
        { title: t('nav.cases'), to: '/cases' },
        { title: names.procedure(id), to: `/procedures/${id}` },
      ]}
    >
      <NewCaseForm key={id} definition={definition} />
      <CaseDiagram procedure={id} />
    </Page>
  );
}

const head: Fields = { $title: { kind: 'text', required: true, max: 300 } };
function NewCaseForm({ definition }: { definition: Procedure }) {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const owner = `procedure.${definition.id}` as const;
  const fields = useMemo<Fields>(
    () => ({ ...head, ...definition.fields, ...labelFields }),
    [definition],
  );
  const { later } = useMemo(() => openingFields(definition), [definition]);
  const form = useDraftForm({ fields, form: `cases/new/${definition.id}` });
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const open = useMutation({
    mutationFn: () => {
      const {
        $title: title,
        $label: label,
        $tlp: tlp,
        ...values
      } = withoutNulls(toInput(fields, form.values));
      const labelling = withoutNulls({ label: label ?? null, tlp: tlp ?? null });
      const input = {
        procedure: definition.id,
        organisation: me.organisation.id,
        title,
        ...labelling,
        fields: values,
      };
      return send<CaseDetail>('POST', '/cases', input, { idempotencyKey });
    },
    onSuccess: async (detail) => {
      form.sent();
      showToast({ tone: 'done', text: t('case.opened', { reference: detail.case.reference }) });
      await client.invalidateQueries({ queryKey: ['list', 'cases'] });
      await navigate({ to: `/cases/${detail.case.id}` });
    },
    onError: (error) => form.refuse(error),
  });
  return (
    <FieldsForm
      owner={owner}
      fields={fields}
      form={form}
      later={{ names: later, title: t('case.later', { count: later.length }) }}
      verb={t('case.open')}
      sending={open.isPending}
      onSend={() => open.mutate()}
      onCancel={() => navigate({ to: `/procedures/${definition.id}` })}
    >
      {open.error !== null && form.faults.size === 0 && (
        <ActProblem error={open.error} owner={owner} />
      )}
    </FieldsForm>
  );
}
