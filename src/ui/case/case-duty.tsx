import { useQuery } from '@tanstack/react-query';
import type { CaseDetail } from '#work/contract.ts';
import { Holders } from '../duty/duty-now.tsx';
import { dutiesQuery } from '../duty/duty-queries.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Organisation } from '../mark/party.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import classes from './case.module.css';

/** Who is on duty now at those who take part, as far as they share it; of an open case of several organisations. */
export function CaseDuty({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const { ownerId, closedAt } = detail.case;
  const shown = closedAt === null && detail.parties.length > 0;
  const { data } = useQuery({ ...dutiesQuery(null), enabled: shown });
  const taking = new Set([ownerId, ...detail.parties.map((party) => party.organisationId)]);
  const duties = data?.items.filter((duty) => taking.has(duty.ownerId)) ?? [];
  if (!shown || duties.length === 0) return null;
  return (
    <AsidePart title={t('duty.title')}>
      <AsideList>
        {duties.map((duty) => (
          <li key={duty.id}>
            <p className={classes.key}>
              <Organisation id={duty.ownerId} titles={{ ...data?.titles, ...detail.titles }} /> ·{' '}
              {duty.name}
            </p>
            <Holders duty={duty} />
          </li>
        ))}
      </AsideList>
    </AsidePart>
  );
}
