import { Button } from '@mantine/core';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { ListSection } from './list-section.tsx';
import classes from './mission.module.css';

const register = 'register.mission-contacts';

/** Whom the mission meets and how much of their time it takes; an administration sees its own people and corrects their workload. */
export function Workload() {
  const { t, names, formats } = useTexts();
  const { detail, open } = useWorkspace();
  const corrects = allowedOf(detail, 'correct-workload') !== undefined;
  const hours = (value: unknown) =>
    typeof value === 'number' ? `${formats.number(value)} h` : '–';
  return (
    <ListSection
      register="mission-contacts"
      title={names.register('mission-contacts')}
      none="mission.contacts.none"
      write={{
        action: 'set-contacts',
        rows: 'contacts',
        names: ['name', 'contactRole', 'organisation', 'thirdParty', 'hours'],
      }}
      columns={[
        {
          title: names.field(register, 'name'),
          cell: ({ fields }) => (
            <>
              <span className={classes.strong}>{String(fields['name'])}</span>
              <span className={classes.sub}>{String(fields['contactRole'])}</span>
            </>
          ),
        },
        {
          title: names.field(register, 'organisation'),
          cell: ({ fields }, page) => (
            <>
              {page.titles[String(fields['organisation'])]}
              {typeof fields['thirdParty'] === 'string' && (
                <span className={classes.sub}>
                  {names.option(register, 'thirdParty', fields['thirdParty'])}
                </span>
              )}
            </>
          ),
        },
        {
          title: names.field(register, 'hours'),
          number: true,
          cell: ({ fields }) => hours(fields['hours']),
        },
        {
          title: names.field(register, 'correctedHours'),
          number: true,
          cell: ({ id, fields }) => (
            <>
              {hours(fields['correctedHours'])}
              <span className={classes.sub}>{String(fields['correctionReason'] ?? '')}</span>
              {corrects && (
                <Button
                  size="compact-xs"
                  onClick={() =>
                    open('correct-workload', id, {
                      contact: id,
                      hours: fields['correctedHours'] ?? fields['hours'],
                    })
                  }
                >
                  {t('mission.correct')}
                </Button>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
