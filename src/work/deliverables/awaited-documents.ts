import type { ReadContext } from '#kernel/command/context.ts';
import type { PartyOfCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { Waiting, Way } from '#work/presence/waited-for.ts';
import { waysOn } from '#work/presence/ways.ts';
import type { DeliverableDefinition } from './definition.ts';
import { lifeCycleOf } from './life-cycles.ts';

interface Document {
  readonly id: string;
  readonly type: string;
  readonly state: string;
}

interface Facts {
  readonly id: string;
  readonly ownerId: string;
  readonly caseId: string;
  readonly systemId: string | null;
  readonly openedBy: string | null;
  readonly parties: readonly PartyOfCase[];
  readonly performed: readonly { action: string; person: string; onBehalfOf: string | null }[];
}

/** Whoever got it waits for nobody: receipts stand beside each recipient. */
const recipient = 'recipient';

/** The ordinary way on for a document: quality control, review, approval, delivery. */
export function waysOfDocument(
  definition: DeliverableDefinition,
  state: string,
  done: Parameters<typeof waysOn>[2],
): Way[] {
  return waysOn(lifeCycleOf(definition), state, done, ({ primary, by }) => {
    return primary === true && !by.includes(recipient);
  });
}

/** Of documents of the scope, named by owner and id: a page of them, by their keys. */
const factsText = `
select d.id, d.owner_id as "ownerId", d.case_id as "caseId", c.fields->>'system' as "systemId", d.created_by as "openedBy",
  coalesce((select jsonb_agg(jsonb_build_object('organisationId', y.organisation_id, 'role', y.role, 'waived', y.waived_at is not null))
    from case_party y where y.owner_id = d.owner_id and y.case_id = d.case_id), '[]') as parties,
  coalesce((select jsonb_agg(jsonb_build_object('action', substr(e.action, 13), 'person', e.person_id, 'onBehalfOf', e.on_behalf_of))
    from trail_entry e where e.owner_id = d.owner_id and e.record_id = d.id and e.person_id is not null
      and e.kind = 'deliverable' and e.action like 'deliverable.%'), '[]') as performed
from deliverable d join procedure_case c on c.owner_id = d.owner_id and c.id = d.case_id
where d.owner_id = any ($1::uuid[]) and d.id = any ($2::uuid[])`;

/**
 * Documents that wait for somebody, with whom: of these owners, whose records the reader sees. What is final, or was sent and waits for receipts,
 * is left out.
 */
export async function awaitedDocuments(
  context: ReadContext,
  catalogue: Catalogue,
  owners: readonly string[],
  documents: readonly Document[],
): Promise<(Omit<Waiting, 'told'> & { readonly id: string })[]> {
  const waysOf = ({ type, state }: Document, done: Parameters<typeof waysOn>[2]) => {
    const definition = catalogue.deliverables.get(type)?.definition;
    return definition === undefined ? [] : waysOfDocument(definition, state, done);
  };
  const nothing = { openedBy: null, performed: [] };
  const open = new Map(
    documents.filter((one) => waysOf(one, nothing).length > 0).map((one) => [one.id, one]),
  );
  if (open.size === 0) return [];
  const { rows } = await context.client.query<Facts>({
    name: 'deliverables-awaited',
    text: factsText,
    values: [owners, [...open.keys()]],
  });
  return rows.flatMap(({ openedBy, performed, ...place }) => {
    const document = open.get(place.id);
    if (document === undefined) return [];
    return [{ ...place, ways: waysOf(document, { openedBy, performed }) }];
  });
}
