import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import { openingFields } from '#engine/opening-fields.ts';
import type { Procedure } from '#engine/procedure.ts';
import { SendingForm } from '#ui/act/sending-form.tsx';
import { send } from '#ui/api/client.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { CaseDiagram } from '#ui/case/case-diagram.tsx';
import { withoutNulls } from '#ui/form/form-values.ts';
import { labelFields } from '#ui/form/label-fields.ts';
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
  return (
    <SendingForm<CaseDetail>
      owner={owner}
      fields={fields}
      name={`cases/new/${definition.id}`}
      later={{ names: later, title: t('case.later', { count: later.length }) }}
      verb={t('case.open')}
      send={({ $title: title, $label: label, $tlp: tlp, ...values }, idempotencyKey) => {
        const input = {
          ...{ procedure: definition.id, organisation: me.organisation.id, title },
          ...withoutNulls({ label: label ?? null, tlp: tlp ?? null }),
          fields: values,
        };
        return send('POST', '/cases', input, { idempotencyKey });
      }}
      done={(opened) => t('case.opened', { reference: opened.case.reference })}
      onDone={async (opened) => {
        await client.invalidateQueries({ queryKey: ['list', 'cases'] });
        await navigate({ to: `/cases/${opened.case.id}` });
      }}
      onCancel={() => navigate({ to: `/procedures/${definition.id}` })}
    />
  );
}
