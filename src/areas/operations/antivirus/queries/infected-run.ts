import type { ReadContext } from '#kernel/command/context.ts';

/** A scan that found something, with the first of what it found. */
export interface InfectedRun {
  readonly id: string;
  readonly caseId: string | null;
  readonly host: string;
  readonly asset: string;
  readonly startedAt: string;
  readonly engineVersion: string | null;
  readonly filesInfected: number;
  readonly signatures: string;
  readonly label: string;
  readonly tlp: string;
  readonly infections: readonly { readonly signature: string; readonly path: string }[];
}

/** Files that are named where a scan is told of; its record has them all. */
const named = 20;

/** @returns null for a scan that found nothing, or is not the owner's */
export async function infectedRun(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  id: string,
): Promise<InfectedRun | null> {
  const { rows } = await context.client.query<Omit<InfectedRun, 'startedAt'> & { startedAt: Date }>(
    {
      name: 'infected-scan-run',
      text: `select s.id, s.case_id as "caseId", s.host, s.asset, s.started_at as "startedAt", s.engine_version as "engineVersion",
        s.files_infected as "filesInfected", coalesce(s.signatures, '') as signatures, s.label, s.tlp,
        coalesce((select jsonb_agg(jsonb_build_object('signature', f.signature, 'path', f.path) order by f.id) from (
          select i.id, i.signature, i.path from infection i where i.owner_id = $1 and i.scan_run = $2 order by i.id limit ${named}) f), '[]') as infections
      from scan_run s where s.owner_id = $1 and s.id = $2 and s.files_infected > 0`,
      values: [ownerId, id],
    },
  );
  const [run] = rows;
  return run === undefined ? null : { ...run, startedAt: run.startedAt.toISOString() };
}
