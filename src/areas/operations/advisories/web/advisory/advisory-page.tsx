import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { apiUrl } from '#ui/api/client.ts';
import { recordQuery } from '#ui/api/queries.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { TlpBadge } from '#ui/mark/label-badge.tsx';
import { Severity } from '#ui/mark/severity.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { WithAside } from '#ui/page/with-aside.tsx';
import type { LoopView } from '../../analysis/contract.ts';
import { loopQuery } from '../queries.ts';
import classes from './advisory.module.css';
import { AdvisoryAside } from './advisory-aside.tsx';
import { type AdvisoryFields, advisoryFields } from './advisory-fields.ts';
import { Affected } from './affected.tsx';
import { OtherSources } from './other-sources.tsx';
import { Revisions } from './revisions.tsx';
import { Said } from './said.tsx';
import { WarningDrawer } from './warning-drawer.tsx';

/** What a vendor or coordinator said, what of ours it touches, and what was decided and done about it. */
export function AdvisoryPage() {
  const { names } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const record = useQuery(recordQuery('advisories', id));
  const loop = useQuery(loopQuery(id));
  if (record.isSuccess && loop.isSuccess) {
    return (
      <Loaded
        key={id}
        id={id}
        fields={advisoryFields(record.data.record.fields)}
        loop={loop.data}
      />
    );
  }
  const failed = [record, loop].find(({ isError }) => isError);
  return (
    <Page
      title={names.one('advisories')}
      crumbs={[{ title: names.register('advisories'), to: '/registers/advisories' }]}
    >
      {failed === undefined ? (
        <Placeholder lines={14} />
      ) : (
        <ProblemNotice error={failed.error} retry={() => failed.refetch()} />
      )}
    </Page>
  );
}

interface LoadedProps {
  readonly id: string;
  readonly fields: AdvisoryFields;
  readonly loop: LoopView;
}

function Loaded({ id, fields, loop }: LoadedProps) {
  const { t, names, formats } = useTexts();
  const [warning, setWarning] = useState(false);
  const status = fields.trackingStatus;
  return (
    <Page
      title={fields.title}
      crumbs={[{ title: names.register('advisories'), to: '/registers/advisories' }]}
      actions={
        <>
          <Button
            component="a"
            href={apiUrl(`/advisories/${id}/document`)}
            leftSection={<Icon name="download" size={14} />}
          >
            {t('advisory.document')}
          </Button>
          {loop.may.openWarning && (
            <Button onClick={() => setWarning(true)}>{t('advisory.open-warning')}</Button>
          )}
          <Button component={Link} to={`/advisories/${id}/loop`} variant="filled">
            {t('advisory.loop')}
          </Button>
        </>
      }
      meta={
        <>
          <span>{fields.sourceId}</span>
          <Severity of={fields.severity} score={fields.severityScore} />
          {fields.exploited && <Exploited until={fields.kevDueDate} />}
          {fields.epss !== null && (
            <span>{t('advisory.epss', { share: formats.percent(fields.epss) })}</span>
          )}
          {status !== null && (
            <span>{names.option('register.advisories', 'trackingStatus', status)}</span>
          )}
          {fields.tlpLabel !== null && <TlpBadge tlp={fields.tlpLabel} />}
          <span>{fields.publisher}</span>
        </>
      }
    >
      {(status === 'withdrawn' || status === 'superseded') && (
        <Notice tone="warning" title={t(`advisory.${status}`)}>
          <p>{t(`advisory.${status}.help`, { by: fields.supersededBy ?? '' })}</p>
        </Notice>
      )}
      <WithAside
        label={t('advisory.aside')}
        aside={<AdvisoryAside id={id} fields={fields} loop={loop} />}
      >
        <Affected id={id} loop={loop} />
        <Said id={id} fields={fields} />
        <OtherSources id={id} fields={fields} />
        <Section title={t('advisory.revisions')}>
          <Revisions id={id} />
        </Section>
      </WithAside>
      <WarningDrawer
        opened={warning}
        onClose={() => setWarning(false)}
        id={id}
        title={fields.title}
        summary={fields.summary ?? fields.title}
      />
    </Page>
  );
}

function Exploited({ until }: { until: string | null }) {
  const { t, formats } = useTexts();
  return (
    <span className={classes.exploited}>
      <Icon name="incidents" size={14} />
      {until === null
        ? t('advisory.exploited')
        : t('advisory.exploited.until', { date: formats.date(until) })}
    </span>
  );
}
