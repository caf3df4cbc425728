import { z } from 'zod';
import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';

/**
 * What people are told of: `case` something was done, `reminder` due soon, `deadline` and `escalation` overdue, `task` new work,
 * `deliverable` a document that waits for them or was sent to them, `access` a role given to them, or their records opened to others,
 * `request` something asked of them, or an answer to what they asked, `security` something noticed that may be an incident.
 */
export const noticeKinds = [
  'case',
  'reminder',
  'deadline',
  'escalation',
  'task',
  'deliverable',
  'access',
  'request',
  'security',
] as const;

/** The payload of the job kind `notify-roles`. */
export const noticeSchema = z.object({
  ownerId: z.string(),
  /** `case`, `task`, or the id of a register. */
  recordKind: z.string(),
  recordId: z.string(),
  caseId: z.string().nullable(),
  procedure: z.string().nullable(),
  reference: z.string(),
  title: z.string(),
  label: z.string(),
  tlp: z.string(),
  systemId: z.string().nullable(),
  kind: z.enum(noticeKinds),
  /** The action, deadline or task that it is about. */
  about: z.string(),
  dueAt: z.string().nullable(),
  roles: z.array(z.string()),
  /** The organisation whose holders are told; null: the owner's, and each party's in the role that it takes part in. */
  organisationId: z.string().nullable(),
  /** Told whatever their roles: the owner that a record names. */
  people: z.array(z.string()),
  /** Only those who stand in for a holder. */
  substitutesOnly: z.boolean(),
  /** Outside office hours it goes to those on duty alone, where somebody is. */
  urgent: z.boolean().default(false),
  /** A request that the mail may acknowledge by a one-time link. */
  acknowledge: z
    .object({
      ...{ requestId: z.string(), recipientId: z.string() },
      /** Who was asked: a role of the organisation, or a person by name. */
      ...{ role: z.string(), personId: z.string().nullable() },
      expiresAt: z.string(),
    })
    .nullable()
    .default(null),
  /** Who acted and so knows already. */
  by: z.string().nullable(),
  /** False: the same is told by a mail of its own. */
  mailed: z.boolean().default(true),
});
export type Notice = z.infer<typeof noticeSchema>;

export interface NoticeDraft
  extends Pick<
    Notice,
    'ownerId' | 'recordKind' | 'recordId' | 'title' | 'label' | 'tlp' | 'kind' | 'about' | 'roles'
  > {
  readonly caseId?: string | null;
  readonly procedure?: string | null;
  readonly reference?: string;
  readonly systemId?: string | null;
  readonly dueAt?: string | null;
  readonly organisationId?: string | null;
  readonly people?: readonly string[];
  readonly substitutesOnly?: boolean;
  readonly acknowledge?: Notice['acknowledge'];
  readonly urgent?: boolean;
  readonly mailed?: boolean;
}

/** Asks for a notice with the caller's transaction; who holds the roles is looked up when it is delivered. */
export function notify(context: WriteContext, draft: NoticeDraft): void {
  const payload: Notice = {
    ...draft,
    caseId: draft.caseId ?? null,
    procedure: draft.procedure ?? null,
    reference: draft.reference ?? '',
    systemId: draft.systemId ?? null,
    dueAt: draft.dueAt ?? null,
    organisationId: draft.organisationId ?? null,
    people: [...(draft.people ?? [])],
    substitutesOnly: draft.substitutesOnly ?? false,
    urgent: draft.urgent ?? false,
    acknowledge: draft.acknowledge ?? null,
    by: context.principal.personId,
    mailed: draft.mailed ?? true,
  };
  context.enqueue({ kind: 'notify-roles', payload });
}

/** What every notice about a case says. */
export function noticeOfCase(row: CaseRow) {
  return {
    ownerId: row.ownerId,
    recordKind: 'case',
    recordId: row.id,
    caseId: row.id,
    procedure: row.procedure,
    reference: row.reference,
    title: row.title,
    label: row.label,
    tlp: row.tlp,
    systemId: typeof row.fields['system'] === 'string' ? row.fields['system'] : null,
  };
}

/**
 * Tells the present holders of roles in the case's organisation and its parties. A substitute of a holder is told too, so that nothing
 * waits for an absent person. `kind` is `action:` and the action that was performed.
 */
export async function notifyRoles(
  context: WriteContext,
  row: CaseRow,
  roles: readonly string[],
  kind: string,
): Promise<void> {
  notify(context, {
    ...noticeOfCase(row),
    kind: 'case',
    about: kind.replace(/^action:/, ''),
    roles: [...roles],
  });
}
