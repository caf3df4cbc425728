import { createHash } from 'node:crypto';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { KeyRing } from '#kernel/identity/key-ring.ts';
import { type MailSettings, type OneTimeLink, queueMails } from '#kernel/mail/queue-mail.ts';
import type { OnDuty } from '#work/catalogue.ts';
import { issueLinks } from '#work/requests/issue-links.ts';
import { type MailLocale, mailOfNotice } from './notice-texts.ts';
import { type Notice, noticeSchema } from './notify.ts';

export interface NoticeSettings {
  readonly mail: MailSettings;
  /** Address under which people reach the application, without a slash at the end. */
  readonly baseUrl: string;
  /** Keys that sign one-time links; without them mails carry none. */
  readonly keys?: KeyRing;
  /** Whom areas know to be on duty. */
  readonly onDuty?: readonly OnDuty[];
}

interface Reader {
  id: string;
  organisation_id: string;
  name: string;
  email: string;
  locale: MailLocale;
}

const partiesText = `
select organisation_id, role from case_party where owner_id = $1 and case_id = $2`;

/**
 * Who holds the roles now: in the owner's organisation any of them, in a party's the role that the party takes part in. Substitutes hold the
 * role themselves while they stand in; delegates hold it for their case only.
 */
const readersText = `
select distinct p.id, p.organisation_id, p.name, p.email, p.locale
from person p
where p.ended_at is null and p.id is distinct from $8::uuid and (p.id = any ($7::uuid[]) or exists (
  select from access.role_in_force h
  where h.person_id = p.id and h.owner_id = any ($1::uuid[]) and h.role = any ($2::text[])
    and h.valid_from <= $3 and (h.valid_to is null or h.valid_to > $3)
    and (h.case_id is null or h.case_id = $4) and (h.system_id is null or h.system_id = $5)
    and (not $6 or h.kind = 'substitute')
    and (h.owner_id = $9 or exists (
      select from jsonb_to_recordset($10::jsonb) as y (organisation_id uuid, role text)
      where y.organisation_id = h.owner_id and y.role in (h.role, 'any-member')))))
order by p.id`;

/**
 * Delivers one notice: a row for each reader in the application, and a mail each. Idempotent by the id of the job, because a job may run
 * twice after a crash. Runs under the organisations of owner, parties and readers.
 * @returns how many people were told now.
 */
export async function deliverNotice(
  runner: Runner,
  settings: NoticeSettings,
  jobId: string,
  payload: unknown,
): Promise<number> {
  const notice = noticeSchema.parse(payload);
  const who = {
    principal: systemPrincipal('notify-roles'),
    scope: { organisations: [notice.ownerId] },
    role: 'app',
  } as const;
  return inWriteTransaction(runner, who, async (context) => {
    const readers = await readersOf(context, notice, settings.onDuty ?? []);
    if (readers.length === 0) return 0;
    await context.changeScope([...new Set(readers.map((reader) => reader.organisation_id))]);
    const told = await writeNotifications(context, notice, jobId, readers);
    if (!notice.mailed) return told.length;
    const links = await linksFor(context, settings, notice, told);
    await queueMails(
      context,
      settings.mail,
      told.map((reader) => {
        const link = links.get(reader.id);
        return {
          personId: reader.id,
          organisationId: reader.organisation_id,
          to: reader.email,
          label: notice.label,
          tlp: notice.tlp,
          ...mailOfNotice(notice, reader, settings.baseUrl, link),
          ...(link === undefined ? {} : { oneTimeLink: link }),
        };
      }),
    );
    return told.length;
  });
}

/** A link for each reader of an urgent request who may acknowledge it, by person. */
async function linksFor(
  context: WriteContext,
  { mail, keys }: NoticeSettings,
  { acknowledge, ownerId }: Notice,
  told: readonly Reader[],
): Promise<ReadonlyMap<string, OneTimeLink>> {
  if (acknowledge === null || keys === undefined || !mail.sends) return new Map();
  const organisations = told.map((reader) => reader.organisation_id);
  await context.changeScope([...new Set([ownerId, ...organisations])]);
  const people = told.map(({ id }) => id);
  return issueLinks(context, keys, ownerId, acknowledge, people);
}

async function readersOf(
  context: WriteContext,
  notice: Notice,
  onDuty: readonly OnDuty[],
): Promise<Reader[]> {
  const parties = await partiesOf(context, notice);
  const home = notice.organisationId ?? notice.ownerId;
  const organisations = [home, ...parties.map((party) => party.organisation_id)];
  await context.changeScope([...new Set([notice.ownerId, ...organisations])]);
  const { rows } = await context.client.query<Reader>({
    name: 'notice-readers',
    text: readersText,
    values: [
      organisations,
      notice.roles,
      context.now,
      notice.caseId,
      notice.systemId,
      notice.substitutesOnly,
      notice.people,
      notice.by,
      home,
      JSON.stringify(parties),
    ],
  });
  return notice.urgent ? onlyOnDuty(context, notice, rows, onDuty) : rows;
}

/** What is urgent goes to those on duty where an office is closed; everybody else finds it in the morning. Nobody on duty: all are told. */
async function onlyOnDuty(
  context: WriteContext,
  notice: Notice,
  readers: Reader[],
  onDuty: readonly OnDuty[],
): Promise<Reader[]> {
  const of = { organisationId: notice.organisationId ?? notice.ownerId, roles: notice.roles };
  const found = await Promise.all(onDuty.map((ask) => ask(context, of)));
  const duty = new Set(found.flat());
  if (!readers.some(({ id }) => duty.has(id))) return readers;
  return readers.filter(({ id }) => duty.has(id) || notice.people.includes(id));
}

async function partiesOf(context: WriteContext, notice: Notice) {
  if (notice.caseId === null || notice.organisationId !== null) return [];
  const { rows } = await context.client.query<{ organisation_id: string; role: string }>({
    name: 'notice-parties',
    text: partiesText,
    values: [notice.ownerId, notice.caseId],
  });
  return rows;
}

async function writeNotifications(
  context: WriteContext,
  notice: Notice,
  jobId: string,
  readers: readonly Reader[],
): Promise<Reader[]> {
  const { rows } = await context.client.query<{ person_id: string }>({
    name: 'notice-write',
    text: `insert into notification (owner_id, id, person_id, kind, record_kind, record_id, values, created_at)
      select r.owner_id, r.id, r.person_id, $2, $3, $4, $5::jsonb, $6
      from jsonb_to_recordset($1::jsonb) as r (owner_id uuid, id uuid, person_id uuid)
      on conflict (owner_id, id) do nothing returning person_id`,
    values: [
      JSON.stringify(
        readers.map((reader) => ({
          owner_id: reader.organisation_id,
          id: idOf(jobId, reader.id),
          person_id: reader.id,
        })),
      ),
      notice.kind,
      notice.recordKind,
      notice.recordId,
      JSON.stringify({
        title: [notice.reference, notice.title].filter((part) => part !== '').join(' '),
        caseId: notice.caseId,
        procedure: notice.procedure,
        about: notice.about,
        dueAt: notice.dueAt,
      }),
      context.now,
    ],
  });
  const told = new Set(rows.map((row) => row.person_id));
  return readers.filter((reader) => told.has(reader.id));
}

/** A UUIDv8 (RFC 9562 §5.8) with the time of the job in front: the same for the same job and person, ordered like the jobs. */
function idOf(jobId: string, personId: string): string {
  const digest = createHash('sha256').update(`${jobId}/${personId}`).digest('hex');
  return `${jobId.slice(0, 13)}-8${digest.slice(0, 3)}-9${digest.slice(3, 6)}-${digest.slice(6, 18)}`;
}
