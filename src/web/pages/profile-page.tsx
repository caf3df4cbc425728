import { Radio, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { isLocale, localeNames, locales } from '#ui/i18n/locale.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { PasswordForm } from './password-form.tsx';
import classes from './plain-list.module.css';
import { TotpSetup } from './totp-setup.tsx';

/** My own settings: language, colours, password, second factor; the roles I hold. */
export function ProfilePage() {
  const { t, names, locale, setLocale } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const keep = useMutation({
    mutationFn: (next: string) => send('PATCH', '/me', { locale: next }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
  return (
    <Page
      title={t('nav.profile')}
      meta={<span>{`${me.person.name} · ${me.person.email} · ${me.organisation.name}`}</span>}
    >
      <Section title={t('language')}>
        <Radio.Group
          aria-label={t('language')}
          value={locale}
          onChange={(value) => {
            if (!isLocale(value)) return;
            setLocale(value);
            keep.mutate(value);
          }}
        >
          <div className={classes.form}>
            {locales.map((one) => (
              <Radio key={one} size="sm" value={one} label={localeNames[one]} lang={one} />
            ))}
          </div>
        </Radio.Group>
      </Section>
      <Section title={t('theme')}>
        <Radio.Group
          aria-label={t('theme')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
        >
          <div className={classes.form}>
            {(['auto', 'light', 'dark'] as const).map((scheme) => (
              <Radio key={scheme} size="sm" value={scheme} label={t(`theme.${scheme}`)} />
            ))}
          </div>
        </Radio.Group>
      </Section>
      <Section title={t('profile.roles')}>
        {me.roles.length === 0 ? (
          <p>{t('profile.roles.none')}</p>
        ) : (
          <ul>
            {me.roles.map((role) => (
              <li key={role.role + role.organisationId + (role.caseId ?? '')}>
                {names.role(role.role)}
                {role.kind !== 'holder' && ` (${t(`role-kind.${role.kind}`)})`}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('profile.password')}>
        <PasswordForm />
      </Section>
      <Section title={t('profile.totp')}>
        <TotpSetup />
      </Section>
    </Page>
  );
}
