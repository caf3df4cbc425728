import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Acknowledgement } from '#ui/request/acknowledgement.tsx';
import classes from './sign-in.module.css';

/** Where the link in the mail of an urgent request leads. Its token stands behind `#`, so that no server log ever holds it. */
export function AcknowledgePage() {
  const { t } = useTexts();
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    document.title = `${t('acknowledgement')} – Commonward`;
  }, [t]);
  return (
    <main className={classes.page}>
      <div className={classes.form}>
        <p className={classes.product}>Commonward</p>
        <Acknowledgement
          token={token}
          next={
            <Button component={Link} to="/" size="sm">
              {t('sign-in')}
            </Button>
          }
        />
      </div>
    </main>
  );
}
