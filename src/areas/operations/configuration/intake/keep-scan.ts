import { assetsByName } from '#areas/assets/queries/assets-by-name.ts';
import type { XccdfResult, XccdfTestResult } from '#formats/xccdf/xccdf.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import type { ImportFault, ImportSession } from '#work/imports/importer.ts';

type Session = Pick<ImportSession, 'ownerId' | 'targetId' | 'accepted' | 'unchanged' | 'fault'>;

/** The asset that a run is about: the one named with the import, else the one that goes by a name of the target. */
async function assetOf(
  context: WriteContext,
  session: Session,
  run: XccdfTestResult,
): Promise<string | ImportFault> {
  if (session.targetId !== null) return session.targetId;
  const found = await assetsByName(context, session.ownerId, run.targets);
  const [asset, other] = found;
  if (asset !== undefined && other === undefined) return asset;
  const names = run.targets.join(', ') || '—';
  return {
    place: { line: run.line },
    ...(asset === undefined
      ? {
          code: 'asset-unknown',
          message: `No asset goes by the name ${names}: enter its host name, or choose the asset with the file.`,
        }
      : {
          code: 'asset-ambiguous',
          message: `Several assets go by the name ${names}: choose the asset with the file.`,
        }),
  };
}

/** When the scan ended. A time without a zone is taken for UTC. */
function endOf(run: XccdfTestResult): string | ImportFault {
  const said = run.endTime ?? run.startTime;
  const time = Date.parse(said !== null && /T[\d:.]+$/.test(said) ? `${said}Z` : String(said));
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  return {
    place: { line: run.line },
    code: 'time',
    message: 'The TestResult does not say when it ended: the attribute end-time is missing.',
  };
}

const scanText = `
with scan as (
  insert into configuration_scan (owner_id, id, benchmark, asset, test_result, scan_profile, test_system, ended_at, "pass", "fail", "fixed",
    not_applicable, "error", "unknown", not_checked, not_selected, informational, created_at, created_by, updated_at, updated_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19::uuid, $18, $19::uuid)
  on conflict (owner_id, asset, test_result, ended_at) do nothing returning id
)
insert into configuration_scan_result (owner_id, scan_id, position, rule, result, severity, idents, overrides)
select $1, scan.id, r.position, r.rule, r.result, r.severity, coalesce(r.idents, '{}'), r.overrides
from scan, jsonb_to_recordset($20::jsonb) as r (position integer, rule text, result text, severity text, idents text[], overrides integer)`;

/** Keeps one run with the result of each rule; the same run again changes nothing. What it means for checks is a reaction's answer. */
export async function keepScan(
  context: WriteContext,
  session: Session,
  run: XccdfTestResult,
): Promise<void> {
  const [asset, endedAt] = [await assetOf(context, session, run), endOf(run)];
  if (typeof asset !== 'string') return session.fault(asset);
  if (typeof endedAt !== 'string') return session.fault(endedAt);
  const id = newId();
  const count = (result: XccdfResult) => run.rules.filter((one) => one.result === result).length;
  const rows = run.rules.map(({ line: _line, ...rule }, position) => ({ position, ...rule }));
  const { rowCount } = await context.client.query({
    name: 'configuration-scan-keep',
    text: scanText,
    values: [
      session.ownerId,
      id,
      (run.benchmark ?? run.id).slice(0, 300),
      asset,
      run.id.slice(0, 500),
      run.profile?.slice(0, 300) ?? null,
      run.testSystem?.slice(0, 300) ?? null,
      endedAt,
      count('pass'),
      count('fail'),
      count('fixed'),
      count('notapplicable'),
      count('error'),
      count('unknown'),
      count('notchecked'),
      count('notselected'),
      count('informational'),
      context.now,
      context.principal.personId,
      JSON.stringify(rows),
    ],
  });
  if (rowCount === 0) return session.unchanged(run.rules.length);
  session.accepted(run.rules.length);
  context.record({
    ownerId: session.ownerId,
    action: 'configuration-scans.create',
    kind: 'configuration-scans',
    recordId: id,
    recordVersion: 1,
    details: { asset, testResult: run.id, endedAt, rules: run.rules.length },
  });
  context.emit({
    name: 'configuration-scans.taken',
    ownerId: session.ownerId,
    recordId: id,
    payload: { asset, endedAt },
  });
}
