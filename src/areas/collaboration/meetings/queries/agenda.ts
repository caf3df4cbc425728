import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';

export interface SupportingDocument {
  readonly kind: 'presentation' | 'document';
  readonly title: string;
  readonly reference?: string | null;
  /** Id of its file, and what it is called among the files of the meeting. */
  readonly file?: string | null;
  readonly fileReference?: string;
  readonly fileName?: string;
}

export interface AgendaItem {
  readonly id: string;
  readonly position: number;
  readonly topic: string;
  readonly presenter: string;
  readonly durationMinutes: number;
  readonly documents: readonly SupportingDocument[];
  readonly presentedBy: string | null;
}

/** The agenda of a meeting as it stands now, in its order. */
export async function agendaOf(
  context: Pick<ReadContext, 'client'>,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<AgendaItem[]> {
  const { rows } = await context.client.query<AgendaItem>({
    name: 'meeting-agenda',
    text: `select id, position, topic, presenter, duration_minutes as "durationMinutes", presented_by as "presentedBy",
        (select coalesce(jsonb_agg(d || coalesce((
            select jsonb_build_object('fileReference', e.reference, 'fileName', e.file_name) from evidence e
            where e.owner_id = $1 and e.case_id = $2 and e.id = (d ->> 'file')::uuid), '{}') order by n), '[]')
          from jsonb_array_elements(coalesce(documents, '[]')) with ordinality as given (d, n)) as documents
      from agenda_item where owner_id = $1 and case_id = $2 order by position, id`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

/** Each document in a line of its own: kind, title, reference, file. Another file is another agenda. */
export function documentLines(documents: readonly SupportingDocument[]): string[] {
  return documents.map(
    ({ kind, title, reference, fileReference, fileName }) =>
      `${kind}: ${title}${reference == null || reference === '' ? '' : ` (${reference})`}${
        fileReference === undefined ? '' : ` [${fileReference} ${fileName}]`
      }`,
  );
}
