import { Link, useLocation } from '@tanstack/react-router';
import { Fragment, type ReactNode, useState } from 'react';
import { areas } from '#ui/api/definition-index.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon, type IconName } from '#ui/mark/icon.tsx';
import type { Place } from '#ui/palette/palette.tsx';
import { adminPlacesFor, isOperator, isOperatorOnly } from '../admin/admin-places.ts';
import { analyses, placesOf } from './places.ts';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.tsx';

export interface SideNavProps {
  readonly onSearch: () => void;
  readonly onGo: () => void;
}

/** Work first, then the management areas with their procedures and registers, analyses, administration. */
export function SideNav({ onSearch, onGo }: SideNavProps) {
  const { t } = useTexts();
  const me = useMe();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link followed by key clicks too; this only closes the menu of a small screen
    <nav
      className={classes.nav}
      aria-label={t('nav')}
      onClick={(event) => {
        if ((event.target as HTMLElement).closest('a') !== null) onGo();
      }}
    >
      <div className={classes.owner}>
        <span className={classes.product}>Commonward</span>
        <span className={classes.organisation}>{me.organisation.name}</span>
      </div>
      <button type="button" className={classes.search} onClick={onSearch}>
        <Icon name="search" size={14} />
        <span>{t('nav.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className={classes.places}>
        {isOperatorOnly(me) ? <OperatorPlaces /> : <MemberPlaces />}
      </div>
      <UserMenu />
    </nav>
  );
}

/** What a member works with: the work, the areas, and the proof of what was done. */
function MemberPlaces() {
  const texts = useTexts();
  const { t, names } = texts;
  const me = useMe();
  const definitions = useDefinitions();
  const platform = placesOf('platform', definitions, texts);
  return (
    <>
      <ul>
        <NavLink
          to="/"
          icon="inbox"
          exact
          count={me.waiting}
          word={t('nav.waiting', { count: me.waiting })}
        >
          {t('nav.my-work')}
        </NavLink>
        <NavLink to="/calendar" icon="calendar">
          {t('calendar.title')}
        </NavLink>
        <Notifications />
        <NavLink to="/cases" icon="policy">
          {t('nav.cases')}
        </NavLink>
        <NavLink to="/deliverables" icon="document">
          {t('nav.documents')}
        </NavLink>
        <NavLink to="/foreign-cases" icon="organisation">
          {t('foreign.title')}
        </NavLink>
        <NavLink to="/imports" icon="upload">
          {t('nav.import')}
        </NavLink>
        {analyses(texts).map((place) => (
          <NavLink key={place.to} to={place.to} icon="chart">
            {place.title}
          </NavLink>
        ))}
      </ul>
      <p className={classes.heading}>
        <Link to="/areas">{t('nav.areas')}</Link>
      </p>
      <ul>
        {areas.map((area) => (
          <Group
            key={area}
            title={names.area(area)}
            icon={area}
            places={placesOf(area, definitions, texts)}
          />
        ))}
      </ul>
      <p className={classes.heading}>{t('nav.platform')}</p>
      <ul>
        {platform.length > 0 && (
          <Group title={t('nav.registers')} icon="platform" places={platform} />
        )}
        <NavLink to="/trail" icon="history">
          {t('admin.trail')}
        </NavLink>
        {isOperator(me) && (
          <NavLink to="/admin" icon="gear">
            {t('nav.admin')}
          </NavLink>
        )}
      </ul>
    </>
  );
}

/** What the operator administers: no work waits for who sees no content. */
function OperatorPlaces() {
  const { t } = useTexts();
  const me = useMe();
  const places = adminPlacesFor(me);
  return (
    <>
      <ul>
        <NavLink to="/admin" icon="gear" exact>
          {t('nav.admin')}
        </NavLink>
        <Notifications />
      </ul>
      {(['people', 'running'] as const).map((group) => (
        <Fragment key={group}>
          <p className={classes.heading}>{t(`admin.group.${group}`)}</p>
          <ul>
            {places
              .filter((place) => place.group === group)
              .map(({ id, to }) => (
                <NavLink key={id} to={to}>
                  {t(`admin.${id}`)}
                </NavLink>
              ))}
          </ul>
        </Fragment>
      ))}
    </>
  );
}

function Notifications() {
  const { t } = useTexts();
  const { unread } = useMe();
  return (
    <NavLink
      to="/notifications"
      icon="bell"
      count={unread}
      word={t('nav.unread', { count: unread })}
    >
      {t('nav.notifications')}
    </NavLink>
  );
}

interface NavLinkProps {
  readonly to: string;
  readonly icon?: IconName;
  readonly exact?: boolean;
  readonly count?: number;
  /** What the count counts, for a screen reader. */
  readonly word?: string;
  readonly children: ReactNode;
}

function NavLink({ to, icon, exact = false, count = 0, word, children }: NavLinkProps) {
  return (
    <li>
      <Link
        className={classes.link}
        to={to}
        activeOptions={{ exact, includeSearch: false }}
        activeProps={{ 'aria-current': 'page' }}
      >
        {icon !== undefined && <Icon name={icon} />}
        <span className={classes.name}>{children}</span>
        {count > 0 && (
          <span className={classes.number} aria-label={word} role="img">
            {count}
          </span>
        )}
      </Link>
    </li>
  );
}

function Group({
  title,
  icon,
  places,
}: {
  title: string;
  icon: IconName;
  places: readonly Place[];
}) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const inside = places.some(({ to }) => path === to || path.startsWith(`${to}/`));
  const [open, setOpen] = useState<boolean | null>(null);
  const shown = open ?? inside;
  if (places.length === 0) return null;
  return (
    <li>
      <button
        type="button"
        className={classes.link}
        aria-expanded={shown}
        onClick={() => setOpen(!shown)}
      >
        <Icon name={icon} />
        <span className={classes.name}>{title}</span>
        <span className={classes.fold} data-open={shown || undefined}>
          <Icon name="right" size={12} />
        </span>
      </button>
      {shown && (
        <ul className={classes.inner}>
          {places.map((place) => (
            <NavLink key={place.to} to={place.to}>
              {place.title}
            </NavLink>
          ))}
        </ul>
      )}
    </li>
  );
}
