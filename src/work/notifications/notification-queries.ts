import { z } from 'zod';
import { anyMember, authorise, operatorRole } from '#kernel/access/authorise.ts';
import { defineCommand, defineQuery } from '#kernel/command/command.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import { id, instant } from '#work/contract.ts';

export const notificationView = z.object({
  id,
  at: instant,
  kind: z.string(),
  title: z.string(),
  /** The action, deadline or task that it is about. */
  about: z.string().nullable(),
  /** Of the case, whose names `about` is one of. */
  procedure: z.string().nullable(),
  caseId: id.nullable(),
  recordId: id.nullable(),
  register: z.string().nullable(),
  dueAt: instant.nullable(),
  readAt: instant.nullable(),
});
export const notificationPage = z.object({
  items: z.array(notificationView),
  next: z.string().nullable(),
  unread: z.number().int(),
});

interface NotificationRow {
  id: string;
  kind: string;
  record_kind: string;
  record_id: string;
  values: {
    title?: string;
    about?: string;
    procedure?: string | null;
    caseId?: string | null;
    dueAt?: string | null;
  };
  created_at: Date;
  read_at: Date | null;
}

const need = { permission: 'notifications:read', roles: [anyMember, operatorRole] };

/** What I was told, unread first, newest first. */
export const listNotifications = defineQuery({
  id: 'notifications.list',
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    after: z.string().max(200).optional(),
    unread: z.enum(['true', 'false']).optional(),
  }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, input) => {
    const after = input.after === undefined ? null : decodeKey(input.after, 2);
    const owner = context.principal.organisationId;
    const { rows } = await context.client.query<NotificationRow>({
      name: 'notification-list',
      // What was withdrawn is named by its reference alone.
      text: `select n.id, n.kind, n.record_kind, n.record_id, case when w.reference is null then n.values
            else n.values || jsonb_build_object('title', w.reference) end as values, n.created_at, n.read_at
        from notification n left join lateral (select w.reference from withdrawn_from_me w
          where w.owner_id = n.owner_id and w.record_id in (n.record_id, (n.values->>'caseId')::uuid)
            and not exists (select from shared_with_me s where s.owner_id = w.owner_id and s.record_id = w.record_id) limit 1) w on true
        where n.owner_id = $1 and n.person_id = $2 and (not $3 or n.read_at is null)
          and ($4::int is null or ((n.read_at is null)::int, n.id) < ($4::int, $5::uuid))
        order by (n.read_at is null)::int desc, n.id desc limit $6`,
      values: [
        owner,
        context.principal.personId,
        input.unread === 'true',
        after?.[0] ?? null,
        after?.[1] ?? null,
        input.limit + 1,
      ],
    });
    const unread = await context.client.query<{ count: number }>({
      name: 'notification-unread',
      text: 'select count(*) as count from notification where owner_id = $1 and person_id = $2 and read_at is null',
      values: [owner, context.principal.personId],
    });
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(viewOf),
      next:
        rows.length > input.limit && last !== undefined
          ? encodeKey([last.read_at === null ? 1 : 0, last.id])
          : null,
      unread: unread.rows[0]?.count ?? 0,
    };
  },
});

function viewOf(row: NotificationRow): z.infer<typeof notificationView> {
  const ofRegister = row.record_kind !== 'case' && row.record_kind !== 'task';
  return {
    id: row.id,
    at: row.created_at.toISOString(),
    kind: row.kind,
    title: row.values.title ?? '',
    about: row.values.about ?? null,
    procedure: row.values.procedure ?? null,
    caseId: row.values.caseId ?? null,
    recordId: row.record_id,
    register: ofRegister ? row.record_kind : null,
    dueAt: row.values.dueAt ?? null,
    readAt: row.read_at?.toISOString() ?? null,
  };
}

/** Marks one of my notices as read; reading it again changes nothing. @throws 404 for somebody else's. */
export const readNotification = defineCommand({
  id: 'notifications.read',
  input: z.strictObject({ id }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, input) => {
    const { rows } = await context.client.query<{ id: string }>({
      name: 'notification-read',
      text: `update notification set read_at = coalesce(read_at, $4)
        where owner_id = $1 and person_id = $2 and id = $3 returning id`,
      values: [context.principal.organisationId, context.principal.personId, input.id, context.now],
    });
    if (rows[0] === undefined) throw notFound('notification');
    return { id: input.id };
  },
});

/** Marks all my notices as read. Returns how many were unread. */
export const readAllNotifications = defineCommand({
  id: 'notifications.read-all',
  input: z.strictObject({}),
  authorise: (principal) => authorise(principal, need),
  run: async (context) => {
    const { rowCount } = await context.client.query({
      name: 'notification-read-all',
      text: `update notification set read_at = $3 where owner_id = $1 and person_id = $2 and read_at is null`,
      values: [context.principal.organisationId, context.principal.personId, context.now],
    });
    return { read: rowCount ?? 0 };
  },
});
