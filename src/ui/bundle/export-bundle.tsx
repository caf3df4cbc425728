import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExportPlan } from '#work/bundle/contract.ts';
import type { CaseDetail } from '#work/contract.ts';
import { apiUrl, get } from '../api/client.ts';
import { useMe } from '../api/use-definitions.ts';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { Select } from '../form/select.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Marking } from '../mark/label-badge.tsx';
import classes from './bundle.module.css';
import { usePartName } from './part-name.ts';

/** “Export for …” of a case: whom it is for, what goes, what stays and why, then the signed bundle. */
export function ExportBundle({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t('bundle.export')}</Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        size="46rem"
        title={t('bundle.export.title', { reference: detail.case.reference })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {opened && <Export detail={detail} close={() => setOpened(false)} />}
      </Modal>
    </>
  );
}

function Export({ detail, close }: { detail: CaseDetail; close: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const [recipient, setRecipient] = useState<string | null>(null);
  const titles = { ...detail.titles, [me.organisation.id]: me.organisation.name };
  // Who takes part is offered; the owner's other installation and the reader's own are, too.
  const organisations = [
    ...new Set([
      ...detail.parties.map(({ organisationId }) => organisationId),
      detail.case.ownerId,
      me.organisation.id,
    ]),
  ];
  return (
    <div className={classes.plan}>
      <Select
        label={t('bundle.recipient')}
        description={t('bundle.recipient.help')}
        searchable
        data-autofocus
        data={organisations.map((id) => ({ value: id, label: titles[id] ?? id }))}
        value={recipient}
        onChange={setRecipient}
      />
      {recipient !== null && <Plan caseId={detail.case.id} recipient={recipient} close={close} />}
    </div>
  );
}

interface PlanProps {
  readonly caseId: string;
  readonly recipient: string;
  readonly close: () => void;
}

function Plan({ caseId, recipient, close }: PlanProps) {
  const { t, formats } = useTexts();
  const query = useQuery({
    queryKey: ['bundle-plan', caseId, recipient],
    queryFn: ({ signal }) => get<ExportPlan>(`/cases/${caseId}/bundle-plan`, { recipient }, signal),
    staleTime: 0,
  });
  if (query.isPending) return <Placeholder lines={5} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const plan = query.data;
  if (!plan.allowed) {
    return (
      <Notice tone="danger" title={t('bundle.refused')}>
        <ul>
          {plan.refusals.map(({ code }) => (
            <li key={code}>
              {t(`bundle.refusal.${code}`, {
                name: plan.recipient.name,
                ceiling: `${t(`label.${plan.ceiling.label}`)}, TLP:${plan.ceiling.tlp}`,
              })}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  return (
    <>
      <Ceiling plan={plan} />
      <div className={classes.columns}>
        <Goes plan={plan} />
        <Stays plan={plan} />
      </div>
      <p className={classes.note}>
        {plan.last === null
          ? t('bundle.revision.first')
          : t(plan.last.revision === plan.revision ? 'bundle.revision.same' : 'bundle.revision', {
              revision: plan.revision,
              at: formats.instant(plan.last.at),
            })}
      </p>
      <div className={`${classes.buttons} ${classes.foot}`}>
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          component="a"
          variant="filled"
          href={apiUrl(`/cases/${caseId}/bundle`, { recipient })}
          download
          onClick={() => setTimeout(close, 300)}
        >
          {t('bundle.download')}
        </Button>
      </div>
    </>
  );
}

function Ceiling({ plan }: { plan: ExportPlan }) {
  const { t } = useTexts();
  const { ground, label, tlp } = plan.ceiling;
  const words =
    ground === null
      ? t('bundle.ceiling.rule')
      : t('bundle.ceiling.terms', {
          terms: String(ground['terms'] ?? ''),
          version: String(ground['version'] ?? ''),
          clause: String(ground['clause'] ?? ''),
        });
  return (
    <p className={classes.note}>
      {t('bundle.ceiling')} <Marking label={label} tlp={tlp} /> {words}
    </p>
  );
}

function Goes({ plan }: { plan: ExportPlan }) {
  const { t, formats } = useTexts();
  const partName = usePartName();
  return (
    <section>
      <h3>{t('bundle.goes')}</h3>
      <ul className={classes.lines}>
        {plan.goes.map(({ part, count, bytes }) => (
          <li key={part}>
            <span>{partName(part)}</span>
            <span className={classes.count}>
              {part === 'files' ? `${count} · ${formats.bytes(bytes)}` : count}
            </span>
          </li>
        ))}
        <li>
          <span>{partName('trail')}</span>
          <span className={classes.count}>{t('bundle.proven')}</span>
        </li>
      </ul>
    </section>
  );
}

function Stays({ plan }: { plan: ExportPlan }) {
  const { t } = useTexts();
  const partName = usePartName();
  return (
    <section>
      <h3>{t('bundle.stays')}</h3>
      {plan.stays.length === 0 ? (
        <p className={classes.note}>{t('bundle.stays.nothing')}</p>
      ) : (
        <ul className={classes.lines}>
          {plan.stays.map(({ part, reason, count, titles }) => (
            <li key={`${part} ${reason}`}>
              <span>{partName(part)}</span>
              <span className={classes.count}>{count}</span>
              <span className={classes.note}>{t(`bundle.reason.${reason}`)}</span>
              {titles.length > 0 && (
                <span className={`${classes.note} ${classes.clamped}`}>
                  {titles.join(' · ')}
                  {titles.length < count && ' …'}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
