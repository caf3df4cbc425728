import { Button } from '@mantine/core';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import type { RecordView } from '#work/contract.ts';
import { ListSection } from './list-section.tsx';
import classes from './mission.module.css';

const register = 'register.mission-interviews';

/** How far an interview is: planned, held, confirmed by whoever was interviewed, or to be corrected. */
function standing({ fields }: RecordView) {
  if (fields['confirmedAt'] !== undefined) return 'confirmed';
  if (fields['correction'] !== undefined) return 'to-correct';
  if (fields['heldAt'] !== undefined) return 'held';
  return fields['droppedBecause'] === undefined ? 'planned' : 'dropped';
}

const marks = {
  confirmed: 'achieved',
  'to-correct': 'active',
  held: 'waiting',
  planned: 'initial',
  dropped: 'not-achieved',
} as const;

/** Interviews with their minutes: an administration sees those of its own people. */
export function Interviews() {
  const { t, names } = useTexts();
  return (
    <ListSection
      optional
      register="mission-interviews"
      title={names.register('mission-interviews')}
      none="mission.interviews.none"
      order={(a, b) => Number(a.fields['number']) - Number(b.fields['number'])}
      write={{
        action: 'set-interviews',
        rows: 'interviews',
        names: ['interviewee', 'organisation', 'person', 'topics', 'plannedAt', 'place'],
      }}
      columns={[
        {
          title: names.field(register, 'interviewee'),
          cell: ({ fields }, page) => (
            <>
              <span className={classes.strong}>{String(fields['interviewee'])}</span>
              <span className={classes.sub}>{page.titles[String(fields['organisation'])]}</span>
            </>
          ),
        },
        { title: names.field(register, 'topics'), cell: (record) => <Words record={record} /> },
        {
          title: t('mission.interviews.when'),
          cell: ({ fields }) => {
            const at = fields['heldAt'] ?? fields['plannedAt'];
            return typeof at === 'string' ? <Instant at={at} /> : '–';
          },
        },
        {
          title: t('mission.interviews.standing'),
          cell: (record) => {
            const stands = standing(record);
            return (
              <>
                <Mark kind={marks[stands]} word={t(`mission.interviews.${stands}`)} />
                <Tools record={record} />
              </>
            );
          },
        },
      ]}
    />
  );
}

/** The topics, the minutes on demand, and what the interviewee wants corrected. */
function Words({ record: { fields } }: { record: RecordView }) {
  const { names } = useTexts();
  const { minutes, correction } = fields;
  return (
    <>
      {String(fields['topics'])}
      {typeof correction === 'string' && <span className={classes.missing}>{correction}</span>}
      {typeof minutes === 'string' && (
        <details className={classes.minutes}>
          <summary>{names.field(register, 'minutes')}</summary>
          <p>{minutes}</p>
        </details>
      )}
    </>
  );
}

function Tools({ record }: { record: RecordView }) {
  const { names } = useTexts();
  const { detail, open } = useWorkspace();
  const { id, fields } = record;
  if (allowedOf(detail, 'record-interview') === undefined) return null;
  if (fields['confirmedAt'] !== undefined) return null;
  const stored = {
    interview: id,
    heldAt: fields['heldAt'] ?? fields['plannedAt'],
    attendees: fields['attendees'] ?? fields['interviewee'],
    minutes: fields['minutes'],
  };
  return (
    <span className={classes.buttons}>
      <Button size="compact-xs" onClick={() => open('record-interview', id, stored)}>
        {names.action('procedure.fact-finding-mission', 'record-interview')}
      </Button>
    </span>
  );
}
