import { Menu, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { localeNames, locales } from '#ui/i18n/locale.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Person } from '#ui/mark/party.tsx';
import classes from './shell.module.css';

/** Who is signed in; language, colours, profile, sign out. */
export function UserMenu() {
  const { t, locale, setLocale } = useTexts();
  const { person } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    await send('DELETE', '/sessions/current').catch(() => undefined);
    client.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu position="top-start" width={232}>
      <Menu.Target>
        <button type="button" className={classes.user}>
          <Person id={person.id} titles={{ [person.id]: person.name }} />
          <Icon name="up" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/profile">
          {t('nav.profile')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('language')}</Menu.Label>
        {locales.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            leftSection={
              one === locale ? <Icon name="check" size={14} /> : <span className={classes.blank} />
            }
            onClick={() => {
              setLocale(one);
              send('PATCH', '/me', { locale: one }).catch(() => undefined);
            }}
          >
            {localeNames[one]}
          </Menu.Item>
        ))}
        <Menu.Label>{t('theme')}</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={
              scheme === colorScheme ? (
                <Icon name="check" size={14} />
              ) : (
                <span className={classes.blank} />
              )
            }
            onClick={() => setColorScheme(scheme)}
          >
            {t(`theme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={signOut}>{t('sign-out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
