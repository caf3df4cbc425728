import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMe } from '#ui/api/use-definitions.ts';
import { Holders } from '#ui/duty/duty-now.tsx';
import { dutiesQuery } from '#ui/duty/duty-queries.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { useNow } from '#ui/mark/due.tsx';
import { Organisation } from '#ui/mark/party.tsx';
import { Page } from '#ui/page/page.tsx';
import type { DutyList, DutyView } from '../contract.ts';
import classes from './duty-page.module.css';
import { Strip, stripDays } from './strip.tsx';

/** Who is on duty now in every organisation that the reader sees, who is next, and when nobody is. */
export function DutyPage() {
  const { t } = useTexts();
  const query = useQuery(dutiesQuery(null));
  return (
    <Page
      title={t('duty.title')}
      actions={
        <>
          <Button component={Link} to="/registers/absences/new">
            {t('duty.declare-absence')}
          </Button>
          <Button component={Link} to="/registers/duty-shifts/new">
            {t('duty.plan-turn')}
          </Button>
        </>
      }
    >
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : query.isPending ? (
        <Placeholder lines={10} />
      ) : query.data.items.length === 0 ? (
        <Empty title={t('duty.none')}>{t('duty.none.help')}</Empty>
      ) : (
        <Duties list={query.data} />
      )}
    </Page>
  );
}

/** The reader's own organisation first. */
function Duties({ list }: { list: DutyList }) {
  const { t } = useTexts();
  const own = useMe().organisation.id;
  const owners = [...new Set(list.items.map(({ ownerId }) => ownerId))].sort(
    (a, b) => Number(b === own) - Number(a === own),
  );
  return (
    <>
      <p className={classes.help}>{t('duty.help', { days: stripDays })}</p>
      {owners.map((owner) => (
        <section key={owner} className={classes.owner}>
          <h2>
            <Organisation id={owner} titles={list.titles} link />
          </h2>
          {list.items
            .filter(({ ownerId }) => ownerId === owner)
            .map((duty) => (
              <Row key={duty.id} duty={duty} own={owner === own} />
            ))}
        </section>
      ))}
    </>
  );
}

function Row({ duty, own }: { duty: DutyView; own: boolean }) {
  const { t, names, formats } = useTexts();
  const now = useNow();
  const gap = duty.gaps.find(({ to }) => Date.parse(to) > now);
  const near = gap !== undefined && Date.parse(gap.from) < now + stripDays * 86_400_000;
  return (
    <article className={classes.duty}>
      <header>
        <h3>
          {own ? <Link to={`/registers/duty-rotas/${duty.id}`}>{duty.name}</Link> : duty.name}
        </h3>
        <p className={classes.note}>
          {names.role(duty.role)} · {names.option('register.duty-rotas', 'cover', duty.cover)} ·{' '}
          {duty.zone}
        </p>
      </header>
      <div>
        <Holders duty={duty} />
        {duty.now[0]?.handOver != null && (
          <p className={classes.handOver}>
            <span className={classes.note}>{t('duty.handed-over')}</span> {duty.now[0].handOver}
          </p>
        )}
      </div>
      <div className={classes.ahead}>
        <Strip duty={duty} now={now} />
        <p className={near ? classes.gap : classes.note}>
          {gap === undefined
            ? t('duty.covered')
            : near
              ? t('duty.gap', { from: formats.instant(gap.from), to: formats.instant(gap.to) })
              : t('duty.planned-until', { until: formats.instant(gap.from) })}
        </p>
      </div>
    </article>
  );
}
