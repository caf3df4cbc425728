import { Button, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { showToast } from '#ui/feedback/toast-store.ts';
import { isLocale, localeNames, locales } from '#ui/i18n/locale.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { PasswordForm } from './password-form.tsx';
import classes from './plain-list.module.css';
import { TotpSetup } from './totp-setup.tsx';

/** My own settings: language, colours, password, second factor, sessions, tokens; the roles I hold. */
export function ProfilePage() {
  const { t, names } = useTexts();
  const me = useMe();
  return (
    <Page
      title={t('nav.profile')}
      meta={<span>{`${me.person.name} · ${me.person.email} · ${me.organisation.name}`}</span>}
    >
      <Section title={t('profile.look')}>
        <Look />
      </Section>
      <Section title={t('profile.roles')}>
        {me.roles.length === 0 ? (
          <p>{t('profile.roles.none')}</p>
        ) : (
          <ul className={classes.plain}>
            {me.roles.map((role) => (
              <li key={role.role + role.organisationId + (role.caseId ?? '') + role.forPersonId}>
                {names.role(role.role)}
                {role.kind !== 'holder' && (
                  <span className={classes.note}>
                    {' '}
                    · {t(`role-kind.${role.kind}`)} {t('admin.role.for')}{' '}
                    {role.forPerson ?? t('person.unknown')}
                  </span>
                )}
                {role.caseId !== null && (
                  <>
                    {' '}
                    <Link to={`/cases/${role.caseId}`}>{t('profile.roles.case')}</Link>
                  </>
                )}
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
      <OwnSessions />
      <Section
        title={t('admin.tokens')}
        action={
          <Button component={Link} to="/tokens">
            {t('profile.tokens')}
          </Button>
        }
      >
        <p className={classes.note}>{t('admin.tokens.help')}</p>
      </Section>
    </Page>
  );
}

function Look() {
  const { t, locale, setLocale } = useTexts();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const keep = useMutation({
    mutationFn: (next: string) => send('PATCH', '/me', { locale: next }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
    onError: () => showToast({ tone: 'problem', text: t('profile.look.failed') }),
  });
  return (
    <div className={classes.look}>
      <span id="look-language">{t('language')}</span>
      <SegmentedControl
        size="xs"
        aria-labelledby="look-language"
        value={locale}
        data={locales.map((value) => ({ value, label: localeNames[value] }))}
        onChange={(value) => {
          if (!isLocale(value)) return;
          setLocale(value);
          keep.mutate(value);
        }}
      />
      <span id="look-theme">{t('theme')}</span>
      <SegmentedControl
        size="xs"
        aria-labelledby="look-theme"
        value={colorScheme}
        data={(['auto', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`theme.${value}`),
        }))}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
      />
    </div>
  );
}
