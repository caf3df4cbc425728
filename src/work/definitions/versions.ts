import type { Procedure } from '#engine/procedure.ts';
import { refuseSamePrefixes } from '#work/cases/reference-prefix.ts';
import type { AreaModule, Catalogue, ProcedureModule } from '#work/catalogue.ts';

/** Procedures as they are now, and every version of them that is loaded. */
export interface Versions {
  /** The newest version of each procedure, by its id: new cases open with it. */
  readonly procedures: ReadonlyMap<string, ProcedureModule>;
  /** All versions, the newest too, by {@link versionKey}: an open case stays with its own. */
  readonly versions: ReadonlyMap<string, ProcedureModule>;
}

export function versionKey(procedure: string, version: number): string {
  return `${procedure}@${version}`;
}

/** @throws Error when a version is declared twice, or two procedures number their cases with the same letters. */
export function versionsOf(areas: readonly AreaModule[]): Versions {
  const procedures = new Map<string, ProcedureModule>();
  const versions = new Map<string, ProcedureModule>();
  for (const module of areas.flatMap((area) => area.procedures ?? [])) {
    const { id, version } = module.procedure;
    const key = versionKey(id, version);
    if (versions.has(key)) throw new Error(`two procedures ${key}`);
    versions.set(key, module);
    const newest = procedures.get(id)?.procedure.version ?? 0;
    if (version > newest) procedures.set(id, module);
  }
  refuseSamePrefixes([...procedures.values()].map(({ procedure }) => procedure));
  return { procedures, versions };
}

/**
 * The definition that a case runs by.
 * @throws Error when that version is not loaded any more; the start refuses to run then, see `keepDefinitions`
 */
export function moduleOf(
  catalogue: Pick<Catalogue, 'versions'>,
  row: { readonly procedure: string; readonly definitionVersion: number },
): ProcedureModule {
  const key = versionKey(row.procedure, row.definitionVersion);
  const module = catalogue.versions.get(key);
  if (module === undefined) throw new Error(`no definition of the procedure ${key}`);
  return module;
}

/** All loaded versions of a procedure, the newest first. */
export function versionsOfProcedure(
  { versions }: Pick<Catalogue, 'versions'>,
  id: string,
): Procedure[] {
  return [...versions.values()]
    .map(({ procedure }) => procedure)
    .filter((procedure) => procedure.id === id)
    .sort((one, other) => other.version - one.version);
}
