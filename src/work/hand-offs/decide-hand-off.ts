import type { Fields } from '#engine/fields.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { openCase } from '#work/cases/open-case.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { refuseUnknownReferences } from '#work/registers/check-references.ts';

interface Offered {
  title: string;
  to_procedure: string;
  payload: Record<string, unknown>;
  label: string;
  tlp: string;
}

/** The answer of the task by which something is accepted, and its form. */
interface Acceptance {
  readonly form: Fields;
  readonly answer: Readonly<Record<string, unknown>>;
}

/**
 * The receiving role accepts, and the case opens, or declines with a reason; a declined mandatory hand-off stays in the way of the
 * source's end.
 * @throws 422 when a decline has no reason, or an acceptance leaves out what the receiving procedure cannot open without.
 */
export async function decideHandOff(
  context: WriteContext,
  catalogue: Catalogue,
  ownerId: string,
  handOffId: string,
  acceptance: Acceptance,
): Promise<void> {
  const { answer } = acceptance;
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
  const said = await saidWith(context, catalogue, offered, acceptance);
  const opened = await openCase(context, catalogue, {
    procedure: offered.to_procedure,
    ownerId,
    title: offered.title,
    label: offered.label,
    tlp: offered.tlp,
    fields: { ...offered.payload, ...said },
    // Who says what a case opens with has opened it: four eyes count him, as if he had done it by hand.
    actor: {
      ...systemActor,
      person: Object.keys(said).length === 0 ? null : context.principal.personId,
    },
  });
  await context.client.query({
    text: `update hand_off set state = 'accepted', to_case_id = $3, accepted_at = $4, version = version + 1 where owner_id = $1 and id = $2`,
    values: [ownerId, handOffId, opened.id, context.now],
  });
}

/** What whoever accepts says beside, as the task's form asked. @throws 422 for references that lead nowhere */
async function saidWith(
  context: WriteContext,
  catalogue: Catalogue,
  { to_procedure: to, payload }: Offered,
  { form, answer }: Acceptance,
): Promise<Readonly<Record<string, unknown>>> {
  const declared = catalogue.procedures.get(to)?.procedure.fields ?? {};
  const names = Object.keys(form).filter(
    (name) => declared[name] !== undefined && payload[name] === undefined,
  );
  // Where the receiving procedure has no reason of its own, the reason is that of the decision.
  const own = names.filter((name) => name !== 'reason' || declared[name]?.required === true);
  const said = own.filter((name) => answer[name] !== undefined && answer[name] !== null);
  const fields = Object.fromEntries(said.map((name) => [name, answer[name]]));
  await refuseUnknownReferences(context, catalogue, declared, fields);
  return fields;
}
