import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AllowedAction } from '#work/contract.ts';
import type { EvidenceDetail } from '#work/evidence/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';
import { apiUrl } from '../api/client.ts';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Instant } from '../mark/due.tsx';
import { Marking } from '../mark/label-badge.tsx';
import { Organisation } from '../mark/party.tsx';
import { caseCrumb } from '../page/case-crumb.ts';
import { Page, Section } from '../page/page.tsx';
import { Audience } from '../record/audience.tsx';
import { Custody } from './custody.tsx';
import classes from './evidence.module.css';
import { evidenceOwner, evidenceQuery } from './evidence-queries.ts';
import { EvidenceState } from './evidence-state.tsx';
import { UnderWay } from './under-way.tsx';

/** One piece of evidence: what it is, whether it is still what was taken in, and every hand it went through. */
export function EvidencePage({ id }: { id: string }) {
  const { t } = useTexts();
  const query = useQuery(evidenceQuery(id));
  if (query.isSuccess) return <Loaded detail={query.data} />;
  return (
    <Page title={t('evidence.title')}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={12} />
      )}
    </Page>
  );
}

function Loaded({ detail }: { detail: EvidenceDetail }) {
  const { t } = useTexts();
  const { evidence: one, titles } = detail;
  const path = `evidence/${one.id}`;
  const [action, setAction] = useState<AllowedAction | null>(null);
  const choose = useChoose(path, evidenceOwner, setAction);
  // Who is no custodian has nothing to do here: what others may do is not listed to him.
  const concerning = detail.allowedActions.filter(
    ({ refusals }) => !refusals.some(({ rule }) => rule === 'role'),
  );
  return (
    <Page
      title={one.title}
      crumbs={[{ title: t('nav.cases'), to: '/cases' }, ...caseCrumb(one.caseId, titles)]}
      actions={
        isReadable(one) && (
          <Button component="a" href={apiUrl(`/evidence/${one.id}/bytes`)} download>
            {t('evidence.download')}
          </Button>
        )
      }
      meta={
        <>
          <span>{one.reference}</span>
          <EvidenceState one={one} />
          <UnderWay one={one} titles={titles} />
          {one.held && <span>{t('evidence.held')}</span>}
          <Marking label={one.label} tlp={one.tlp} />
          <Organisation id={one.ownerId} titles={titles} link />
        </>
      }
    >
      <ScanNotice detail={detail} />
      {concerning.length > 0 && (
        <Section title={t('act.title')}>
          <ActionList owner={evidenceOwner} actions={concerning} onChoose={choose} />
        </Section>
      )}
      <Section title={t('evidence.title')}>
        <Facts detail={detail} />
      </Section>
      <Section title={t('evidence.custody')}>
        <Custody detail={detail} />
      </Section>
      <Section title={t('audience.title')}>
        <Audience path={path} owner={one.ownerId} />
      </Section>
      <ActionDrawer
        owner={evidenceOwner}
        path={path}
        action={action}
        onClose={() => setAction(null)}
        stored={{}}
        titles={titles}
      />
    </Page>
  );
}

/** Its bytes may be read: they are there, and nothing stands against them. */
function isReadable({ state, scan }: EvidenceDetail['evidence']): boolean {
  return state !== 'destroyed' && scan !== 'infected' && scan !== 'waiting';
}

/** Why the bytes cannot be read, where that is because of the scanner. */
function ScanNotice({ detail: { evidence: one, custody } }: { detail: EvidenceDetail }) {
  const { t } = useTexts();
  if (one.state === 'destroyed') return null;
  if (one.scan === 'waiting') {
    return (
      <Notice tone="note" title={t('evidence.unscanned')}>
        <p>{t('evidence.unscanned.help')}</p>
      </Notice>
    );
  }
  if (one.scan !== 'infected') return null;
  const found = custody.findLast(({ detail }) => typeof detail['signature'] === 'string');
  const signature = String(found?.detail['signature'] ?? '');
  return (
    <Notice tone="danger" title={t('evidence.infected', { signature })}>
      <p>{t('evidence.infected.help')}</p>
    </Notice>
  );
}

function Facts({ detail: { evidence: one, origin, titles } }: { detail: EvidenceDetail }) {
  const { t, names, formats } = useTexts();
  const where = one.collectedWhere === null ? '' : `, ${one.collectedWhere}`;
  return (
    <dl className={classes.facts}>
      <dt>{t('evidence.fact.file')}</dt>
      <dd>
        {one.fileName} · {names.option(evidenceOwner, '$kind', one.kind)} ·{' '}
        {formats.bytes(one.bytes)}
        <div className={classes.hash}>SHA-256 {one.sha256}</div>
      </dd>
      {origin === 'provided' ? (
        <>
          <dt>{t('evidence.fact.provided')}</dt>
          <dd>{one.collectedBy}</dd>
        </>
      ) : (
        <>
          <dt>{t('evidence.fact.collected')}</dt>
          <dd>
            <Instant at={one.collectedAt} />, {one.collectedBy}
            {where}
          </dd>
        </>
      )}
      {one.effectiveOn !== null && (
        <>
          <dt>{t('evidence.fact.effective')}</dt>
          <dd>{formats.dayOf(one.effectiveOn)}</dd>
        </>
      )}
      {one.method !== null && (
        <>
          <dt>{t('evidence.fact.method')}</dt>
          <dd>{one.method}</dd>
        </>
      )}
      <dt>{t('evidence.fact.received')}</dt>
      <dd>
        <Instant at={one.receivedAt} />
      </dd>
      <dt>{t('evidence.fact.giver')}</dt>
      <dd>
        <Organisation id={one.contributorId} titles={titles} link />
      </dd>
      <dt>{t('evidence.fact.holder')}</dt>
      <dd>
        <Organisation id={one.holderId} titles={titles} link />
      </dd>
      <dt>{t('evidence.fact.scan')}</dt>
      <dd>{t(`evidence.scan.${one.scan}`)}</dd>
      <dt>{t('evidence.fact.retained')}</dt>
      <dd>{formats.dayOf(one.retainedUntil)}</dd>
    </dl>
  );
}
