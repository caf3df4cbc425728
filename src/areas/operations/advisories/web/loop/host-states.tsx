import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import type { LoopTarget } from '../../analysis/contract.ts';
import classes from './loop.module.css';
import type { Branch } from './loop-trace.ts';

const kinds = {
  verified: 'achieved',
  contradicted: 'not-achieved',
  waiting: 'initial',
  'in-change': 'active',
} as const;

/** Where each host of a patch stands: what a change reported and what an inventory showed, the unproven ones first. */
export function HostStates({ branch, named }: { branch: Branch; named: boolean }) {
  const { t, names } = useTexts();
  const order = [...branch.targets].sort(
    (a, b) => Number(a.state === 'verified') - Number(b.state === 'verified'),
  );
  const { reference, title } = branch.patch.one;
  return (
    <div className={classes.wide}>
      <table className={classes.hosts}>
        <caption className={named ? undefined : classes.unseen}>
          {reference} {title}
        </caption>
        <thead>
          <tr>
            <th scope="col">{names.field('register.patch-targets', 'asset')}</th>
            <th scope="col">{t('field.state')}</th>
            <th scope="col">{names.field('register.patch-targets', 'implementedAt')}</th>
            <th scope="col">{names.field('register.patch-targets', 'inventoryAt')}</th>
          </tr>
        </thead>
        <tbody>
          {order.map((target) => (
            <Host key={target.assetId} target={target} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Host({ target }: { target: LoopTarget }) {
  const { names } = useTexts();
  const kind = kinds[target.state as keyof typeof kinds] ?? 'waiting';
  return (
    <tr>
      <td>
        <Link to={`/registers/assets/${target.assetId}`}>{target.name}</Link>
      </td>
      <td>
        <Mark kind={kind} word={names.state('register.patch-targets', target.state)} />
      </td>
      <td>{target.implementedAt !== null && <Instant at={target.implementedAt} />}</td>
      <td>{target.inventoryAt !== null && <Instant at={target.inventoryAt} />}</td>
    </tr>
  );
}
