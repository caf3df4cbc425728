import type { ReadContext } from '#kernel/command/context.ts';

export interface OpenCycle {
  readonly id: string;
  readonly label: string;
  readonly tlp: string;
}

/** The cycle of the organisation whose scans are still collected; the one opened last where there are two. */
export async function openCycle(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
): Promise<OpenCycle | null> {
  const { rows } = await context.client.query<OpenCycle>({
    name: 'antivirus-open-cycle',
    text: `select id, label, tlp from procedure_case where owner_id = $1 and procedure = 'antivirus' and closed_at is null
      and state <> 'issued' order by opened_at desc, id desc limit 1`,
    values: [ownerId],
  });
  return rows[0] ?? null;
}
