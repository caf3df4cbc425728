import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Page } from '#ui/page/page.tsx';
import { AdminTable } from './admin-table.tsx';

interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: string;
  readonly at: string;
}

/** Mail that was sent, or kept here because no mail server is set. */
export function MailPage() {
  const { t } = useTexts();
  return (
    <Page
      title={t('admin.mail')}
      crumbs={[{ title: t('nav.admin'), to: '/admin' }]}
      meta={<span>{t('admin.mail.help')}</span>}
    >
      <AdminTable<Mail>
        path="/mails?of=all"
        heads={['admin.mail.to', 'admin.mail.subject', 'field.state', 'admin.mail.at']}
        empty="admin.mail.empty"
        emptyHelp="admin.mail.empty.help"
        row={(mail) => [
          mail.to,
          mail.subject,
          t(`mail-state.${mail.state}`),
          <Ago key="at" at={mail.at} />,
        ]}
      />
    </Page>
  );
}
