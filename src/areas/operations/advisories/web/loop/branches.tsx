import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { CaseSteps } from './case-steps.tsx';
import { HostStates } from './host-states.tsx';
import { Lane } from './lane.tsx';
import classes from './loop.module.css';
import type { Trace } from './loop-trace.ts';

/** Patches, the changes that carry them out and the hosts that prove it, a stage each; what belongs together names its patch. */
export function Branches({ trace }: { trace: Trace }) {
  const { t } = useTexts();
  const { branches, stages } = trace;
  const several = branches.length > 1;
  const changes = [
    ...new Map(branches.flatMap((one) => one.changes).map((one) => [one.one.id, one])).values(),
  ];
  const hosts = branches.filter(({ targets }) => targets.length > 0);
  return (
    <>
      <Lane stage="patch" stages={stages}>
        {branches.length === 0 ? (
          <p className={classes.note}>{t('loop.patch.none')}</p>
        ) : (
          branches.map(({ patch }) => <CaseSteps key={patch.one.id} trace={patch} />)
        )}
      </Lane>
      <Lane stage="change" stages={stages}>
        {changes.length === 0 ? (
          <p className={classes.note}>{t('loop.change.none')}</p>
        ) : (
          changes.map((change) => <CaseSteps key={change.one.id} trace={change} />)
        )}
      </Lane>
      <Lane stage="verification" stages={stages}>
        {hosts.length === 0 ? (
          <p className={classes.note}>{t('loop.verification.none')}</p>
        ) : (
          hosts.map((branch) => (
            <HostStates key={branch.patch.one.id} branch={branch} named={several} />
          ))
        )}
      </Lane>
    </>
  );
}
