import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { openCase } from '#work/cases/open-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue } from '#work/catalogue.ts';

interface Offered {
  title: string;
  to_procedure: string;
  payload: Record<string, unknown>;
  label: string;
  tlp: string;
}

/**
 * The receiving role accepts, and the case opens, or declines with a reason; a declined mandatory hand-off stays in the way of the
 * source's end.
 * @throws 422 when a decline has no reason.
 */
export async function decideHandOff(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  handOffId: string,
  answer: Readonly<Record<string, unknown>>,
): Promise<void> {
  const reason = typeof answer['reason'] === 'string' ? answer['reason'] : null;
  if (answer['decision'] === 'decline') {
    if (reason === null || reason.trim() === '') {
      throw invalidInput([
        { path: '/fields/reason', code: 'required', message: 'Say why it is declined.' },
      ]);
    }
    await context.client.query({
      text: `update hand_off set state = 'declined', reason = $3, version = version + 1 where owner_id = $1 and id = $2 and state = 'offered'`,
      values: [ownerId, handOffId, reason],
    });
    return;
  }
  const { rows } = await context.client.query<Offered>({
    text: `select h.title, h.to_procedure, h.payload, c.label, c.tlp from hand_off h
      join procedure_case c on c.owner_id = h.owner_id and c.id = h.from_case_id
      where h.owner_id = $1 and h.id = $2 and h.state = 'offered' for update of h`,
    values: [ownerId, handOffId],
  });
  const offered = rows[0];
  if (offered === undefined) throw notFound('hand-off');
  const opened = await openCase(context, catalogue, {
    procedure: offered.to_procedure,
    ownerId,
    title: offered.title,
    label: offered.label,
    tlp: offered.tlp,
    fields: offered.payload,
    actor: systemActor,
  });
  await context.client.query({
    text: `update hand_off set state = 'accepted', to_case_id = $3, accepted_at = $4, version = version + 1 where owner_id = $1 and id = $2`,
    values: [ownerId, handOffId, opened.id, context.now],
  });
}
