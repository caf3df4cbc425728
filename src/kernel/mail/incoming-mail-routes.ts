import { z } from 'zod';
import { authorise, operatorRole } from '#kernel/access/authorise.ts';
import { decode, type Runner } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { id, instant } from '#work/contract.ts';
import { type MailOutcome, mailOutcomes } from './incoming-mails.ts';

const incomingMail = z.object({
  id,
  from: z.string().nullable(),
  to: z.array(z.string()),
  messageId: z.string().nullable(),
  fileName: z.string(),
  bytes: z.number().int(),
  sentAt: instant.nullable(),
  receivedAt: instant,
  readAt: instant,
  outcome: z.enum(mailOutcomes),
  reader: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  reference: z.string().nullable(),
});
const incomingMailPage = z.object({
  items: z.array(incomingMail),
  next: z.string().nullable(),
  /** Messages whose reading failed and is tried again. */
  retried: z.array(
    z.object({
      fileName: z.string(),
      attempts: z.number().int(),
      lastError: z.string(),
      nextAt: instant,
    }),
  ),
});
const listInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: id.optional(),
  outcome: z.enum(mailOutcomes).optional(),
});

interface Row {
  id: string;
  from_address: string | null;
  to_addresses: string[];
  message_id: string | null;
  file_name: string;
  bytes: number;
  sent_at: Date | null;
  received_at: Date;
  read_at: Date;
  outcome: MailOutcome;
  reader: string | null;
  reason: string | null;
  detail: string | null;
  reference: string | null;
}

const mostRetried = 50;

/** What became of the messages of the mailbox folder, for the administrator: heads and reasons, neither subject nor text. */
export function incomingMailRoutes(app: HttpApp, runner: Runner): void {
  app.get(
    '/api/v1/incoming-mails',
    { schema: { tags: ['mails'], querystring: listInput, response: { 200: incomingMailPage } } },
    async (request) => {
      const principal = principalOf(request);
      const input = decode(listInput, request.query);
      authorise(principal, { permission: 'mails:administer', roles: [operatorRole] });
      const who = { role: 'system', scope: [], person: principal.personId } as const;
      return runner.database.transaction({ ...who, readOnly: true }, async ({ client }) => {
        const { rows } = await client.query<Row>({
          name: 'incoming-mail-list',
          text: `select id, from_address, to_addresses, message_id, file_name, bytes, sent_at, received_at, read_at, outcome, reader, reason,
              detail, reference
            from incoming_mail where ($1::uuid is null or id < $1) and ($2::text is null or outcome = $2) order by id desc limit $3`,
          values: [input.after ?? null, input.outcome ?? null, input.limit + 1],
        });
        const failures = await client.query<{
          file_name: string;
          attempts: number;
          last_error: string;
          next_at: Date;
        }>({
          name: 'incoming-mail-retried',
          text: `select file_name, attempts, last_error, next_at from incoming_mail_failure order by file_name limit ${mostRetried}`,
        });
        const items = rows.slice(0, input.limit).map(viewOf);
        return {
          items,
          next: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null,
          retried: failures.rows.map((row) => ({
            fileName: row.file_name,
            attempts: row.attempts,
            lastError: row.last_error,
            nextAt: row.next_at.toISOString(),
          })),
        };
      });
    },
  );
}

function viewOf(row: Row): z.infer<typeof incomingMail> {
  return {
    id: row.id,
    from: row.from_address,
    to: row.to_addresses,
    messageId: row.message_id,
    fileName: row.file_name,
    bytes: row.bytes,
    sentAt: row.sent_at?.toISOString() ?? null,
    receivedAt: row.received_at.toISOString(),
    readAt: row.read_at.toISOString(),
    outcome: row.outcome,
    reader: row.reader,
    reason: row.reason,
    detail: row.detail,
    reference: row.reference,
  };
}
