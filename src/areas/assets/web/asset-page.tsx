import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ActionDrawer } from '#ui/act/action-drawer.tsx';
import { ActionList } from '#ui/act/action-list.tsx';
import { useChoose } from '#ui/act/use-choose.ts';
import { recordQuery } from '#ui/api/queries.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { LabelBadge, TlpBadge } from '#ui/mark/label-badge.tsx';
import { Organisation } from '#ui/mark/party.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { WithAside } from '#ui/page/with-aside.tsx';
import { FieldList } from '#ui/record/field-list.tsx';
import { Timeline } from '#ui/timeline/timeline.tsx';
import type { AllowedAction, RecordDetail } from '#work/contract.ts';
import { AssetAside } from './asset-aside.tsx';
import { Components } from './components.tsx';
import { Findings } from './findings.tsx';
import { Inventories } from './inventories.tsx';

const owner = 'register.assets';

/** An asset: what can be done with it, what threatens it, what is installed, who owns it and what touches it. */
export function AssetPage() {
  const { names } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(recordQuery('assets', id));
  if (query.isSuccess) return <Loaded key={id} detail={query.data} />;
  return (
    <Page
      title={names.one('assets')}
      crumbs={[{ title: names.register('assets'), to: '/registers/assets' }]}
    >
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={14} />
      )}
    </Page>
  );
}

function Loaded({ detail }: { detail: RecordDetail }) {
  const { t, names } = useTexts();
  const me = useMe();
  const { record, titles } = detail;
  const { id, fields } = record;
  const path = `assets/${id}`;
  const declared = useDefinitions().register('assets')?.fields ?? {};
  const [action, setAction] = useState<AllowedAction | null>(null);
  const choose = useChoose(path, owner, setAction);
  // What is installed is for the owner's people: an asset that was shared shows its fields only.
  const own = me.roles.some(({ organisationId }) => organisationId === record.ownerId);
  // What the reader can do comes first; why he can do nothing is only worth a look on demand.
  const waits = detail.allowedActions.some(({ allowed }) => allowed);
  const actions = (
    <Section title={t('act.title')}>
      <ActionList owner={owner} actions={detail.allowedActions} onChoose={choose} />
    </Section>
  );
  return (
    <Page
      title={String(fields['name'] ?? names.one('assets'))}
      crumbs={[{ title: names.register('assets'), to: '/registers/assets' }]}
      actions={
        detail.may.update && (
          <Button component={Link} to={`/registers/${path}/edit`}>
            {t('edit')}
          </Button>
        )
      }
      meta={<Meta detail={detail} />}
    >
      <WithAside
        label={t('asset.aside')}
        aside={<AssetAside detail={detail} own={own} onChoose={choose} />}
      >
        {waits && actions}
        {own && <Findings id={id} />}
        {own && <Components id={id} taken={fields['lastInventoryAt']} />}
        {own && <Inventories id={id} />}
        {!waits && detail.allowedActions.length > 0 && actions}
        <Section title={t('record.fields')}>
          <FieldList
            owner={owner}
            fields={declared}
            values={fields}
            titles={titles}
            filled="named"
          />
        </Section>
        <Section title={t('timeline')}>
          <Timeline path={path} owner={owner} fields={declared} />
        </Section>
      </WithAside>
      <ActionDrawer
        owner={owner}
        path={path}
        action={action}
        onClose={() => setAction(null)}
        stored={fields}
        titles={titles}
      />
    </Page>
  );
}

/** What it is in one line: state, kind, how valuable, how exposed. */
function Meta({ detail }: { detail: RecordDetail }) {
  const { names } = useTexts();
  const { record, titles } = detail;
  const option = (name: string) => {
    const value = record.fields[name];
    return typeof value === 'string' && <span>{names.option(owner, name, value)}</span>;
  };
  return (
    <>
      {record.state !== undefined && <StateMark owner={owner} state={record.state} />}
      {option('kind')}
      {option('environment')}
      {option('exposure')}
      {option('valueClass')}
      {record.label !== undefined && <LabelBadge label={record.label} />}
      {record.tlp !== undefined && <TlpBadge tlp={record.tlp} />}
      {record.ownerId !== undefined && <Organisation id={record.ownerId} titles={titles} link />}
    </>
  );
}
