import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '#ui/api/client.ts';
import classes from '#ui/bundle/bundle.module.css';
import { Intake } from '#ui/bundle/intake.tsx';
import { sendBundle } from '#ui/bundle/send-bundle.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page } from '#ui/page/page.tsx';
import type { ImportOutcome, IntakeView } from '#work/bundle/contract.ts';
import { DropZone } from '../pages/drop-zone.tsx';

/** Import of a bundle: the file, a look at what is inside and who signed it, and only then the case. */
export function ImportBundlePage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState(0);
  const look = useMutation({ mutationFn: (one: File) => sendBundle(one, setShare) });
  const drop = useMutation({
    mutationFn: ({ id }: IntakeView) => send('DELETE', `/bundles/${id}`),
    onSuccess: () => {
      look.reset();
      setFile(null);
    },
  });
  const take = useMutation({
    mutationFn: ({ id }: IntakeView) => send<ImportOutcome>('POST', `/bundles/${id}/import`),
    onSuccess: async ({ foreignCaseId }) => {
      await client.invalidateQueries();
      navigate({ to: `/foreign-cases/${foreignCaseId}` });
    },
  });
  const intake = look.data;
  const error = look.error ?? take.error ?? drop.error;
  return (
    <Page
      title={t('bundle.import')}
      crumbs={[{ title: t('foreign.title'), to: '/foreign-cases' }]}
      meta={<span>{t('bundle.import.help')}</span>}
    >
      <div className={classes.form}>
        {intake === undefined && (
          <DropZone
            file={file}
            accepts={['.zip', 'application/zip']}
            onFile={(next) => {
              setFile(next);
              setShare(0);
              look.mutate(next);
            }}
          />
        )}
        {look.isPending && (
          <div role="status">
            <Progress value={share * 100} aria-label={t('bundle.sending')} />
            <p className={classes.note}>
              {t(share < 1 ? 'bundle.sending' : 'bundle.verifying', {
                percent: Math.round(share * 100),
              })}
            </p>
          </div>
        )}
        {error !== null && <ProblemNotice error={error} />}
        {intake !== undefined && <Intake intake={intake} />}
        {intake !== undefined && (
          <div className={`${classes.buttons} ${classes.start}`}>
            {intake.outcome === 'unchanged' && intake.foreignCaseId !== null ? (
              <Button
                component={Link}
                variant="filled"
                to={`/foreign-cases/${intake.foreignCaseId}`}
              >
                {t('bundle.open')}
              </Button>
            ) : (
              mayImport(intake) && (
                <Button
                  variant="filled"
                  disabled={take.isPending}
                  onClick={() => take.mutate(intake)}
                >
                  {t(take.isPending ? 'bundle.importing' : 'bundle.import.do')}
                </Button>
              )
            )}
            <Button disabled={drop.isPending} onClick={() => drop.mutate(intake)}>
              {t('bundle.discard')}
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
}

function mayImport({ verified, outcome }: IntakeView): boolean {
  return verified && (outcome === 'new' || outcome === 'newer');
}
