import { Button } from '@mantine/core';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { elapsed } from './elapsed.ts';
import classes from './incident.module.css';
import { owner } from './incident-acts.ts';

const stamps = [
  'occurredAt',
  'detectedAt',
  'reportedAt',
  'registeredAt',
  'containedAt',
  'resolvedAt',
  'recoveredAt',
] as const;

/** The incident from its occurrence to its recovery: when, and how long after its detection. */
export function Stamps() {
  const { t, names, formats } = useTexts();
  const { detail, open } = useWorkspace();
  const { fields } = detail.case;
  const detected = fields['detectedAt'] ?? fields['reportedAt'] ?? fields['registeredAt'];
  const units = { d: t('incident.unit.d'), h: t('incident.unit.h'), min: t('incident.unit.min') };
  return (
    <div className={classes.strip}>
      <ol className={classes.stamps} aria-label={t('incident.stamps')}>
        {stamps.map((name) => {
          const at = fields[name];
          const known = typeof at === 'string';
          const since =
            known && typeof detected === 'string' && at > detected
              ? elapsed(detected, at, units)
              : null;
          return (
            <li key={name} data-known={known || undefined}>
              <span className={classes.stampName}>{names.field(owner, name)}</span>
              {known ? (
                <>
                  <span className={classes.stampTime}>{formats.timeOf(at)}</span>
                  <span className={classes.stampDay}>{formats.dayOf(at)}</span>
                  {since !== null && <span className={classes.stampDay}>+{since}</span>}
                </>
              ) : (
                <span className={classes.stampDay}>{t('incident.not-yet')}</span>
              )}
            </li>
          );
        })}
      </ol>
      {allowedOf(detail, 'set-instants') !== undefined && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Icon name="edit" size={12} />}
          onClick={() => open('set-instants', 'stamps', fields)}
        >
          {names.action(owner, 'set-instants')}
        </Button>
      )}
    </div>
  );
}
