import type { XccdfRuleResult } from '#formats/xccdf/xccdf.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue, Reaction } from '#work/catalogue.ts';
import { resultsOf } from '../check/facts.ts';
import { standingOf } from '../check/judge.ts';
import { openChecks } from '../check/open-checks.ts';
import { type MappedResult, mapResults, unmappedRules } from '../intake/map-results.ts';
import { profilesWithRules } from '../queries/profiles-with-rules.ts';

interface Scan {
  readonly asset: string;
  readonly endedAt: string;
  readonly rules: readonly XccdfRuleResult[];
}

async function scanOf(context: WriteContext, ownerId: string, id: string): Promise<Scan | null> {
  const { rows } = await context.client.query<{
    asset: string;
    ended_at: Date;
    rules: readonly XccdfRuleResult[];
  }>({
    name: 'configuration-scan-of',
    text: `select s.asset, s.ended_at, coalesce((select jsonb_agg(jsonb_build_object('rule', r.rule, 'result', r.result, 'idents', to_jsonb(r.idents))
          order by r.position) from configuration_scan_result r where r.owner_id = $1 and r.scan_id = s.id), '[]') as rules
      from configuration_scan s where s.owner_id = $1 and s.id = $2`,
    values: [ownerId, id],
  });
  const [found] = rows;
  return found === undefined ? null : { ...found, endedAt: found.ended_at.toISOString() };
}

/** Whether the last check of the asset is over and saw something later than the scan did: an old scan opens no check. */
async function wasSeenLater(
  context: WriteContext,
  ownerId: string,
  profile: string,
  { asset, endedAt }: Scan,
): Promise<boolean> {
  const { rows } = await context.client.query({
    name: 'configuration-seen-later',
    text: `select 1 from configuration_result r
        join configuration_status s on s.owner_id = r.owner_id and s.profile = r.profile and s.asset = r.asset and s.open_check is null
      where r.owner_id = $1 and r.profile = $2 and r.asset = $3 and r.current and r.looked_at > $4 limit 1`,
    values: [ownerId, profile, asset, endedAt],
  });
  return rows.length > 0;
}

const applyText = `
update configuration_result r set result = w.result, standing = w.standing, rule_id = w.rule, looked_at = $3, version = r.version + 1,
  updated_at = $4
from jsonb_to_recordset($5::jsonb) as w (item uuid, result text, standing text, rule text)
where r.owner_id = $1 and r.case_id = $2 and r.current and r.item = w.item and (r.looked_at is null or r.looked_at <= $3)`;

/** Writes what the scan found into a check, and judges it once every item was looked at. */
async function applyTo(
  context: WriteContext,
  catalogue: Catalogue,
  check: string,
  { endedAt }: Scan,
  mapped: readonly MappedResult[],
): Promise<boolean> {
  const loaded = await loadCase(context, check, { lock: true });
  const { row } = loaded;
  const { notBefore } = row.fields;
  if (row.closedAt !== null || row.state === 'in-change') return false;
  // Seen before the change was carried out: that is no proof of it.
  if (typeof notBefore === 'string' && endedAt < notBefore) return false;
  const { rowCount } = await context.client.query({
    name: 'configuration-apply-scan',
    text: applyText,
    values: [
      row.ownerId,
      row.id,
      endedAt,
      context.now,
      JSON.stringify(
        mapped.map(({ item, result, ruleId }) => ({
          ...{ item, result, rule: ruleId.slice(0, 300), standing: standingOf(result, true) },
        })),
      ),
    ],
  });
  if ((rowCount ?? 0) === 0) return false;
  const results = await resultsOf(context, row);
  if (results.some(({ standing }) => standing === 'open')) return true;
  await performAction(context, catalogue, {
    ...{ loaded, actor: systemActor, action: 'take-results', comment: null, fields: {} },
  });
  return true;
}

/**
 * A scan is an answer to the checks of its asset (R-CF-6): of each profile for which it has results, the open check takes them, or one is
 * opened. Items that no rule checks stay for a person. What was seen later, or before a change was carried out, is not overwritten.
 */
export const applyScan: Reaction = {
  id: 'configuration-apply-scan',
  on: 'configuration-scans.taken',
  run: async (context, event, catalogue) => {
    const { ownerId, recordId } = event;
    const scan = await scanOf(context, ownerId, recordId);
    if (scan === null) return;
    const profiles = await profilesWithRules(context, ownerId, scan.asset);
    let taken = 0;
    for (const { profile, items } of profiles) {
      const mapped = mapResults(items, scan.rules);
      if (mapped.length === 0 || (await wasSeenLater(context, ownerId, profile, scan))) continue;
      const checks = await openChecks(context, catalogue, {
        ...{ ownerId, profileId: profile, purpose: 'monitoring', assets: [scan.asset] },
      });
      const check = checks.get(scan.asset);
      if (check === undefined) continue;
      if (await applyTo(context, catalogue, check, scan, mapped)) taken += mapped.length;
    }
    const lacking = unmappedRules(
      profiles.flatMap(({ items }) => items),
      scan.rules,
    );
    await context.client.query({
      name: 'configuration-scan-mapped',
      text: `update configuration_scan set mapped = $3, unmapped_rules = $4, version = version + 1, updated_at = $5
        where owner_id = $1 and id = $2`,
      values: [ownerId, recordId, taken, lacking.slice(0, 5000), context.now],
    });
  },
};
