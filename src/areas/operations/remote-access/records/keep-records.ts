import { createHash } from 'node:crypto';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { abnormalModule } from '../effects.ts';
import { abnormalAccesses } from '../registers.ts';
import type { Abnormality, AllowedAccess, JudgedRecord } from './judge-records.ts';

const sha256 = (...parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** What the accounts were allowed, by the cases of remote access that were ever authorised. */
export async function accessesOf(
  context: WriteContext,
  ownerId: string,
  accounts: readonly string[],
): Promise<AllowedAccess[]> {
  const { rows } = await context.client.query<AllowedAccess>({
    name: 'remote-access-of-accounts',
    text: `select id as "caseId", fields->>'account' as account, fields->>'startsAt' as "startsAt",
        least(fields->>'endsAt', to_char(closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as "endsAt",
        fields->>'provisionedAt' is not null as provisioned,
        coalesce(fields->'hosts', '[]') as hosts, coalesce(fields->'sources', '[]') as sources
      from procedure_case
      where owner_id = $1 and procedure = 'remote-access' and fields->>'account' = any ($2::text[])
        and state = any ('{authorised,active,suspended,closed}')
      order by id limit 5000`,
    values: [ownerId, accounts],
  });
  return rows;
}

/** Keeps records that are not there yet: a line read again is the same record. Returns those that are new. */
export async function keepRecords(
  context: WriteContext,
  ownerId: string,
  judged: readonly JudgedRecord[],
): Promise<JudgedRecord[]> {
  const byFingerprint = new Map<string, JudgedRecord>();
  for (const one of judged) byFingerprint.set(sha256(one.event.at, one.event.text), one);
  const rows = [...byFingerprint].map(([fingerprint, { event, access, abnormal }]) => ({
    id: newId(),
    ...{ fingerprint, account: event.account, at: event.at, outcome: event.outcome },
    ...{ service: event.service, host: event.host, source: event.source, method: event.method },
    access: access?.caseId ?? null,
    abnormal: abnormal.length === 0 ? null : abnormal,
    line: event.text.slice(0, 1000),
  }));
  const { rows: kept } = await context.client.query<{ fingerprint: string }>({
    name: 'access-records-keep',
    text: `insert into access_record (owner_id, id, account, at, outcome, service, host, source, method, access, abnormal, line, fingerprint,
        created_at, created_by, updated_at, updated_by)
      select $1, r.id, r.account, r.at, r.outcome, r.service, r.host, r.source, r.method, r.access, r.abnormal, r.line, r.fingerprint,
        $3, $4, $3, $4
      from jsonb_to_recordset($2::jsonb) as r (id uuid, account text, at timestamptz, outcome text, service text, host text, source text,
        method text, access uuid, abnormal text[], line text, fingerprint text)
      on conflict (owner_id, fingerprint) do nothing returning fingerprint`,
    values: [ownerId, JSON.stringify(rows), context.now, context.principal.personId],
  });
  return kept.flatMap(({ fingerprint }) => byFingerprint.get(fingerprint) ?? []);
}

interface Group {
  readonly kind: Abnormality;
  readonly access: string | null;
  readonly account: string | null;
  readonly source: string | null;
  readonly host: string | null;
  readonly day: string;
  records: number;
  firstAt: string;
  lastAt: string;
}

/** New abnormal records of one kind, account, source and day, together; failures of accounts that nobody has by their source alone. */
export function groupsOf(records: readonly JudgedRecord[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { event, access, abnormal } of records) {
    for (const kind of abnormal) {
      const account = kind === 'many-failures' && access === null ? null : event.account;
      const day = event.at.slice(0, 10);
      const key = JSON.stringify([kind, account, event.source, day]);
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, {
          ...{ kind, account, day, access: access?.caseId ?? null, source: event.source },
          ...{ host: event.host, records: event.times, firstAt: event.at, lastAt: event.at },
        });
        continue;
      }
      group.records += event.times;
      if (event.at < group.firstAt) group.firstAt = event.at;
      if (event.at > group.lastAt) group.lastAt = event.at;
    }
  }
  return [...groups.values()];
}

/** Enters each group to be judged, or adds it to the one that waits already. */
export async function reportAbnormal(
  context: WriteContext,
  ownerId: string,
  groups: readonly Group[],
): Promise<void> {
  for (const group of groups) {
    const open = await openGroup(context, ownerId, group);
    if (open === null) {
      const name = [group.account, group.source, group.host].filter((part) => part !== null);
      const digest = sha256(group.kind, group.account, group.source, group.day, group.firstAt);
      await insertRecord(context, abnormalModule, {
        ownerId,
        fields: { ...withoutNulls(group), name: name.join(' · '), digest },
      });
      continue;
    }
    const row = await findRecord(context, abnormalAccesses, open.id, { lock: true });
    const lastAt = [group.lastAt, open.lastAt].sort().at(-1);
    const fields = { records: open.records + group.records, lastAt };
    await updateRecord(context, abnormalModule, row, { fields, version: null });
  }
}

async function openGroup(context: WriteContext, ownerId: string, group: Group) {
  const { rows } = await context.client.query<{ id: string; records: number; lastAt: string }>({
    name: 'abnormal-access-open',
    text: `select id, records, to_char(last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt" from abnormal_access
      where owner_id = $1 and state = 'open' and kind = $2 and account is not distinct from $3 and source is not distinct from $4
        and day = $5 limit 1`,
    values: [ownerId, group.kind, group.account, group.source, group.day],
  });
  return rows[0] ?? null;
}

const withoutNulls = (group: Group): Record<string, unknown> =>
  Object.fromEntries(Object.entries(group).filter(([, value]) => value !== null));
