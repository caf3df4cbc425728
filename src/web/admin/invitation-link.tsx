import { Button, CopyButton } from '@mantine/core';
import { Notice } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './admin.module.css';

/** The one-time link of an invitation, to be handed over where no mail server sends it; an empty one was sent. */
export function InvitationLink({ link }: { link: string }) {
  const { t } = useTexts();
  if (link === '') {
    return <Notice tone="note" title={t('admin.invitations.sent')} />;
  }
  return (
    <Notice tone="note" title={t('admin.invitations.link')}>
      <p>{t('admin.invitations.link.help')}</p>
      <p className={classes.secret}>{link}</p>
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button mt={8} onClick={copy}>
            {t(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </Notice>
  );
}
