import type { AllowedAction } from '#work/contract.ts';
import { useMe } from '../api/use-definitions.ts';
import { type Standing, standingFor } from './on-behalf.ts';

const ALONE: Standing = { self: true, others: [] };

/** As whom the reader may take an action of the record at `path`; only cases know delegates and substitutes. */
export function useStanding(path: string): (action: AllowedAction) => Standing {
  const me = useMe();
  const [kind, id = ''] = path.split('/');
  return (action) => (kind === 'cases' ? standingFor(action, id, me.roles) : ALONE);
}
