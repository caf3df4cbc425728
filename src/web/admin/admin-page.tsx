import { Link } from '@tanstack/react-router';
import { useMe } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import classes from './admin.module.css';
import { adminPlacesFor } from './admin-places.ts';

const groups = ['people', 'running', 'proof'] as const;

/** Everything that is administered here, each with a word on what it is for. */
export function AdminPage() {
  const { t } = useTexts();
  const places = adminPlacesFor(useMe());
  return (
    <Page title={t('nav.admin')} meta={<span>{t('admin.meta')}</span>}>
      {groups
        .map((group) => ({ group, some: places.filter((place) => place.group === group) }))
        .filter(({ some }) => some.length > 0)
        .map(({ group, some }) => (
          <Section key={group} title={t(`admin.group.${group}`)}>
            <ul className={classes.places}>
              {some.map(({ id, to }) => (
                <li key={id}>
                  <Link to={to}>{t(`admin.${id}`)}</Link>
                  <p>{t(`admin.${id}.help`)}</p>
                </li>
              ))}
            </ul>
          </Section>
        ))}
    </Page>
  );
}
