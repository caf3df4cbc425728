import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '#ui/api/client.ts';
import type { Job } from '#ui/api/types.ts';
import { showToast } from '#ui/feedback/toast-store.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Page } from '#ui/page/page.tsx';
import { AdminTable } from './admin-table.tsx';

/** Jobs that failed for good; each can be run again once its cause is gone. */
export function JobsPage() {
  const { t } = useTexts();
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: (id: string) => send('POST', `/jobs/${id}/replay`, {}),
    onSuccess: () => {
      showToast({ tone: 'done', text: t('admin.jobs.replayed') });
      return client.invalidateQueries({ queryKey: ['admin'] });
    },
    onError: (error) => showToast({ tone: 'problem', text: error.message }),
  });
  return (
    <Page
      title={t('admin.jobs')}
      crumbs={[{ title: t('nav.admin'), to: '/admin' }]}
      meta={<span>{t('admin.jobs.help')}</span>}
    >
      <AdminTable<Job>
        path="/jobs?state=dead"
        heads={[
          'admin.job.kind',
          'admin.job.attempts',
          'admin.job.failed',
          'admin.job.error',
          'admin.act',
        ]}
        empty="admin.jobs.empty"
        emptyHelp="admin.jobs.empty.help"
        row={(job) => [
          job.kind,
          job.attempts,
          <Ago key="at" at={job.since} />,
          job.error,
          <Button key="act" size="compact-sm" onClick={() => replay.mutate(job.id)}>
            {t('admin.jobs.replay')}
          </Button>,
        ]}
      />
    </Page>
  );
}
