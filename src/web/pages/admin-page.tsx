import { Link } from '@tanstack/react-router';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { adminPlaces } from '../shell/places.ts';
import classes from './plain-list.module.css';

/** Everything an administrator looks after, in two parts: the registers of the platform, and its running. */
export function AdminPage() {
  const { t, find, names } = useTexts();
  const registers = useDefinitions().registersOf('platform');
  return (
    <Page title={t('nav.admin')} meta={<span>{t('admin.meta')}</span>}>
      {registers.length > 0 && (
        <Section title={t('nav.registers')}>
          <ul className={classes.places}>
            {registers.map(({ id }) => (
              <li key={id}>
                <Link to={`/registers/${id}`}>{names.register(id)}</Link>
                <p>{find(`register.${id}.help`)}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('admin.running')}>
        <ul className={classes.places}>
          {adminPlaces.map((id) => (
            <li key={id}>
              <Link to={`/admin/${id}`}>{t(`admin.${id}`)}</Link>
              <p>{t(`admin.${id}.help`)}</p>
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
}
