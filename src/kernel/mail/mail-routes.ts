import { z } from 'zod';
import { anyMember, authorise, operatorRole } from '#kernel/access/authorise.ts';
import { decode, type Runner } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { id, instant } from '#work/contract.ts';
import { oneTimeLinkMark } from './queue-mail.ts';

const mailView = z.object({
  id,
  to: z.string(),
  subject: z.string(),
  text: z.string().nullable(),
  state: z.enum(['queued', 'sent', 'failed', 'logged']),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  /** How often it was handed over without an answer: it may have arrived so often besides, under the same Message-ID. */
  unanswered: z.number().int(),
  /** When it is tried again; null unless it waits. */
  nextAt: instant.nullable(),
  neutral: z.boolean(),
  at: instant,
  sentAt: instant.nullable(),
});
const mailPage = z.object({ items: z.array(mailView), next: z.string().nullable() });
const listInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: id.optional(),
  /** `all`: the administrator's log of every mail: its head, not its text. */
  of: z.enum(['me', 'all']).default('me'),
  state: z.enum(['queued', 'sent', 'failed', 'logged']).optional(),
});

interface MailRow {
  id: string;
  person_id: string | null;
  to_address: string;
  subject: string;
  body_text: string;
  delivery: 'queued' | 'sent' | 'failed' | 'logged';
  attempts: number;
  last_error: string | null;
  next_at: Date | null;
  unanswered: number;
  neutral: boolean;
  created_at: Date;
  sent_at: Date | null;
}

/** The mail log: one's own mails in full, and for the administrator the heads of all of them with how their delivery goes. */
export function mailRoutes(app: HttpApp, runner: Runner): void {
  app.get(
    '/api/v1/mails',
    { schema: { tags: ['mails'], querystring: listInput, response: { 200: mailPage } } },
    async (request) => {
      const principal = principalOf(request);
      const input = decode(listInput, request.query);
      const all = input.of === 'all';
      authorise(principal, {
        permission: all ? 'mails:administer' : 'mails:read',
        roles: all ? [operatorRole] : [anyMember, operatorRole],
      });
      return runner.database.transaction(
        { role: 'system', scope: [], person: principal.personId, readOnly: true },
        async ({ client }) => {
          const { rows } = await client.query<MailRow>({
            name: 'mail-list',
            text: `select id, person_id, to_address, subject, body_text, delivery, attempts, last_error, next_at, unanswered, neutral,
              created_at, sent_at
              from mail where ($1 or person_id = $2) and ($3::uuid is null or id < $3) and ($4::text is null or delivery = $4)
              order by id desc limit $5`,
            values: [
              all,
              principal.personId,
              input.after ?? null,
              input.state ?? null,
              input.limit + 1,
            ],
          });
          const items = rows
            .slice(0, input.limit)
            .map((row) => viewOf(row, row.person_id === principal.personId));
          const last = items.at(-1);
          return { items, next: rows.length > input.limit && last !== undefined ? last.id : null };
        },
      );
    },
  );
}

function viewOf(row: MailRow, own: boolean): z.infer<typeof mailView> {
  return {
    id: row.id,
    to: row.to_address,
    subject: row.subject,
    // A one-time link stands in the mail alone: who reads this is signed in.
    text: own ? row.body_text.replaceAll(oneTimeLinkMark, '…') : null,
    state: row.delivery,
    attempts: row.attempts,
    lastError: row.last_error,
    nextAt: row.next_at?.toISOString() ?? null,
    unanswered: row.unanswered,
    neutral: row.neutral,
    at: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
  };
}
