import type { WriteContext } from '#kernel/command/context.ts';
import type { VerdictNumber } from './package-index.ts';

/** 3 confirmed, 2 probable, 1 possible. */
export type Confidence = 1 | 2 | 3;

export interface MatchRow {
  readonly version: number;
  readonly target: number;
  readonly verdict: VerdictNumber;
  readonly confidence: Confidence;
}

/** Matches column by column, as they travel to the database. */
export class MatchColumns {
  readonly versions: number[] = [];
  readonly targets: number[] = [];
  readonly verdicts: number[] = [];
  readonly confidences: number[] = [];

  add(version: number, target: number, verdict: number, confidence: number): void {
    this.versions.push(version);
    this.targets.push(target);
    this.verdicts.push(verdict);
    this.confidences.push(confidence);
  }

  get length(): number {
    return this.versions.length;
  }

  /** The columns as arrays that PostgreSQL reads. */
  get texts(): string[] {
    return [this.versions, this.targets, this.verdicts, this.confidences].map(arrayText);
  }
}

/** A key that belongs to nothing else: matching runs one at a time, so that of an advisory and a version that come together one sees the other. */
const matchingLock = 4_201_170_911;

/**
 * Takes part in a turn that several may have at once, each for versions of its own: none of them writes advisories, and who does waits for
 * all of them.
 */
export async function shareMatchingTurn(context: Pick<WriteContext, 'client'>): Promise<void> {
  await context.client.query({
    name: 'matching-turn-shared',
    text: 'select pg_advisory_xact_lock_shared($1::bigint)',
    values: [matchingLock],
  });
}

/** Waits for other matching and holds the turn until the transaction ends. Take it before reading what is matched. */
export async function takeMatchingTurn(context: Pick<WriteContext, 'client'>): Promise<void> {
  await context.client.query({
    name: 'matching-turn',
    text: 'select pg_advisory_xact_lock($1::bigint)',
    values: [matchingLock],
  });
}

/**
 * Writes the matches of versions that were not matched before, and keeps them as matched: from now on new advisories look for them. Until
 * then nothing writes matches of a version, so that none of these can be there; looking for each would double the time. The caller holds the
 * turn since before it saw that the versions are new.
 */
export async function insertMatches(
  context: Pick<WriteContext, 'client' | 'now'>,
  versionIds: readonly number[],
  rows: MatchColumns,
): Promise<void> {
  await context.client.query({
    name: 'match-insert',
    text: `with matched as (
        insert into matched_version (package_version_id, matched_at) select id, $2 from unnest($1::integer[]) as v (id) order by 1
      )
      insert into match (package_version_id, advisory_package_id, verdict, confidence)
      select * from unnest($3::integer[], $4::integer[], $5::smallint[], $6::smallint[]) order by 2, 1`,
    values: [arrayText(versionIds), context.now, ...rows.texts],
  });
}

/** An array of integers as PostgreSQL reads it; the driver would quote every one of a million. */
function arrayText(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}

/**
 * Makes the given rows all matches of the given advisory rows, and returns the advisory rows that match something now or did before:
 * those about which somebody may have to be told.
 */
export async function replaceMatches(
  context: Pick<WriteContext, 'client'>,
  targets: readonly number[],
  rows: MatchColumns,
): Promise<number[]> {
  const { rows: touched } = await context.client.query<{ id: number }>({
    name: 'match-replace',
    text: `with wanted as materialized (
        select * from unnest($2::integer[], $3::integer[], $4::smallint[], $5::smallint[])
          as w (package_version_id, advisory_package_id, verdict, confidence)
      ), gone as (
        delete from match m where m.advisory_package_id = any ($1::integer[]) and not exists (
          select from wanted w where w.package_version_id = m.package_version_id and w.advisory_package_id = m.advisory_package_id)
        returning m.advisory_package_id as id
      ), kept as (
        insert into match as m (package_version_id, advisory_package_id, verdict, confidence)
        select package_version_id, advisory_package_id, verdict, confidence from wanted order by 1, 2
        on conflict (package_version_id, advisory_package_id) do update set verdict = excluded.verdict, confidence = excluded.confidence
          where (m.verdict, m.confidence) is distinct from (excluded.verdict, excluded.confidence)
      )
      select id from gone union select advisory_package_id from wanted`,
    values: [targets, ...rows.texts],
  });
  return touched.map((row) => row.id);
}
