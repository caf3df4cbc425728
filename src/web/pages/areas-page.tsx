import { Link } from '@tanstack/react-router';
import {
  aspects,
  byActivity,
  type ManagementArea,
  procedureCategories,
} from '#engine/management-areas.ts';
import type { Procedure } from '#engine/procedure.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import classes from './areas.module.css';

/** The whole framework on one page: its aspects, their areas, and what the product has for each (X.1052 §6.2, §12.2). */
export function AreasPage() {
  const { t } = useTexts();
  return (
    <Page title={t('areas.title')} meta={<span>{t('areas.about')}</span>}>
      {aspects.map(({ id, clause, areas }) => (
        <Section
          key={id}
          title={t(`aspect.${id}`)}
          action={<span className={classes.clause}>{clause}</span>}
        >
          <div className={classes.areas}>
            {areas.map((area) => (
              <Area key={area.id} area={area} />
            ))}
          </div>
        </Section>
      ))}
      <Categories />
    </Page>
  );
}

function Area({ area }: { area: ManagementArea }) {
  const { t, names } = useTexts();
  const definitions = useDefinitions();
  const procedures = definitions.proceduresOf(area.id);
  const registers = definitions.registersOf(area.id).filter(({ ofCase }) => ofCase !== true);
  const links = (kind: 'procedure' | 'register', found: readonly { readonly id: string }[]) => (
    <Links
      key={kind}
      title={t(`areas.${kind}s`)}
      links={found.map(({ id }) => ({ to: `/${kind}s/${id}`, title: names[kind](id) }))}
    />
  );
  const parts = [
    area.activities.length > 0 && (
      <Activities key="activities" area={area} procedures={procedures} />
    ),
    area.activities.length === 0 && procedures.length > 0 && links('procedure', procedures),
    registers.length > 0 && links('register', registers),
  ].filter((part) => part !== false);
  return (
    <section className={classes.area} data-wide={area.activities.length > 0 || undefined}>
      <h3>
        <Icon name={area.id} size={16} />
        {names.area(area.id)}
        <span className={classes.clause}>{area.clause}</span>
      </h3>
      {parts.length === 0 ? <p className={classes.none}>{t('areas.nothing')}</p> : parts}
    </section>
  );
}

function Activities({
  area,
  procedures,
}: {
  area: ManagementArea;
  procedures: readonly Procedure[];
}) {
  const { t, names } = useTexts();
  return (
    <div>
      <h4>{t('areas.activities')}</h4>
      <ul className={classes.activities}>
        {byActivity(area, procedures).map(({ activity, procedures: own }) => (
          <li key={activity?.id ?? ''}>
            <span>{activity === null ? t('areas.other') : t(`activity.${activity.id}`)}</span>
            <span className={classes.clause}>{activity?.clause}</span>
            <span>
              {own.length === 0 ? (
                <span className={classes.none}>{t('areas.no-procedure')}</span>
              ) : (
                own.map(({ id }) => (
                  <Link key={id} to={`/procedures/${id}`}>
                    {names.procedure(id)}
                  </Link>
                ))
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Target {
  readonly to: string;
  readonly title: string;
}

function Links({ title, links }: { title: string; links: readonly Target[] }) {
  return (
    <div>
      <h4>{title}</h4>
      <ul className={classes.links}>
        {links.map((link) => (
          <li key={link.to}>
            <Link to={link.to}>{link.title}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The procedures that are strongly related to security, by kind. */
function Categories() {
  const { t, names } = useTexts();
  const { all } = useDefinitions();
  return (
    <Section
      title={t('areas.categories')}
      action={<span className={classes.clause}>X.1052 §6.2</span>}
    >
      <ul className={classes.activities}>
        {procedureCategories.map((category) => {
          const own = all.procedures.filter((procedure) => procedure.category === category);
          return (
            <li key={category}>
              <span>{t(`category.${category}`)}</span>
              <span />
              <span>
                {own.length === 0 ? (
                  <span className={classes.none}>{t('areas.no-procedure')}</span>
                ) : (
                  own.map(({ id }) => (
                    <Link key={id} to={`/procedures/${id}`}>
                      {names.procedure(id)}
                    </Link>
                  ))
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
