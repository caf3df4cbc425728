import type { State } from '#engine/life-cycle.ts';
import { type AreaId, byActivity, managementAreas } from '#engine/management-areas.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Register } from '#engine/register.ts';
import type { Owner } from '../i18n/names.ts';
import type { Definitions, ImportFormat } from './types.ts';

/** Management areas in the order of X.1052 §6.2, the collaboration layer last. */
export const areas: readonly AreaId[] = managementAreas.map(({ id }) => id);

/** How a state is marked: its shape tells the kind, its word the state. */
export type StateKind = 'initial' | 'active' | 'waiting' | 'achieved' | 'not-achieved' | 'unknown';

export interface DefinitionIndex {
  readonly all: Definitions;
  /** A version of a procedure; without one, the newest. */
  procedure(id: string, version?: number): Procedure | undefined;
  register(id: string): Register | undefined;
  proceduresOf(area: string): readonly Procedure[];
  registersOf(area: string): readonly Register[];
  /** Registers whose records hang on cases of the procedure. */
  registersOfCase(procedure: string): readonly Register[];
  formatsOf(register: string): readonly ImportFormat[];
  stateKind(owner: Owner, state: string): StateKind;
}

export function kindOfState(state: State | undefined, initial: boolean): StateKind {
  if (state === undefined) return 'unknown';
  if (state.outcome !== undefined) return state.outcome;
  if (state.kind === 'final') return 'achieved';
  return initial ? 'initial' : state.kind;
}

/** Procedures of an area in the order in which its document names their activities; those of none come last. */
function inOrderOfActivities(area: string, procedures: Definitions['procedures']) {
  const of = managementAreas.find(({ id }) => id === area);
  const own = procedures.filter((procedure) => procedure.area === area);
  return of === undefined ? own : byActivity(of, own).flatMap((one) => one.procedures);
}

export function indexDefinitions(all: Definitions): DefinitionIndex {
  const procedures = new Map(all.procedures.map((procedure) => [procedure.id, procedure]));
  const registers = new Map(all.registers.map((register) => [register.id, register]));
  return {
    all,
    procedure: (id, version) => {
      const newest = procedures.get(id);
      if (version === undefined || newest?.version === version) return newest;
      return all.earlier.find((earlier) => earlier.id === id && earlier.version === version);
    },
    register: (id) => registers.get(id),
    proceduresOf: (area) => inOrderOfActivities(area, all.procedures),
    registersOf: (area) => all.registers.filter((register) => register.area === area),
    registersOfCase: (procedure) =>
      all.registers.filter(({ procedures }) => procedures?.includes(procedure)),
    formatsOf: (register) => all.formats.filter((format) => format.target === register),
    stateKind(owner, state) {
      const id = owner.slice(owner.indexOf('.') + 1);
      const versions = [procedures.get(id), ...all.earlier.filter((earlier) => earlier.id === id)];
      const cycle = owner.startsWith('procedure.')
        ? versions.find((version) => version?.states[state] !== undefined)
        : registers.get(id)?.lifeCycle;
      return kindOfState(cycle?.states[state], cycle?.initial === state);
    },
  };
}
