import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { send } from '#ui/api/client.ts';
import type { Job } from '#ui/api/types.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import classes from './admin.module.css';
import { AdminFrame } from './admin-frame.tsx';
import { type AdminColumn, AdminTable } from './admin-table.tsx';
import { useAdminAct } from './use-admin-act.ts';

const states = ['dead', 'running', 'waiting'] as const;

/** Background work: what failed for good and can be run again, what runs, what waits. */
export function JobsPage() {
  const { t } = useTexts();
  const { act, busy } = useAdminAct();
  const [state, setState] = useState<string>('dead');
  const columns: AdminColumn<Job>[] = [
    { head: 'admin.job.kind', cell: (job) => <span className={classes.mono}>{job.kind}</span> },
    { head: 'admin.job.attempts', cell: (job) => job.attempts },
    { head: `admin.job.since.${state}`, cell: (job) => <Ago at={job.since} /> },
    { head: 'admin.job.error', cell: (job) => <p className={classes.long}>{job.error}</p> },
    ...(state === 'dead'
      ? [
          {
            head: 'admin.act',
            end: true,
            cell: (job: Job) => (
              <Button
                size="compact-sm"
                disabled={busy}
                onClick={() =>
                  act({
                    run: () => send('POST', `/jobs/${job.id}/replay`, {}),
                    done: t('admin.jobs.replayed'),
                  })
                }
              >
                {t('admin.jobs.replay')}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <AdminFrame id="jobs">
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('admin.jobs')}
          value={state}
          onChange={setState}
          data={states.map((value) => ({ value, label: t(`admin.jobs.${value}`) }))}
        />
      </div>
      <AdminTable<Job>
        key={state}
        path="/jobs"
        parameters={{ state }}
        label={t(`admin.jobs.${state}`)}
        columns={columns}
        idOf={(job) => job.id + job.kind}
        empty={`admin.jobs.${state}.empty`}
        emptyHelp={`admin.jobs.${state}.empty.help`}
        {...(state === 'dead' ? {} : { every: 5_000 })}
      />
    </AdminFrame>
  );
}
