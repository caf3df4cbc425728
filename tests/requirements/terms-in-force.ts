import { newId } from '#kernel/database/ids.ts';
import type { HttpWorld } from '#tests/access/http-world.ts';

/** A clause with a structured part; column names of the frozen copy. */
export type Clause = Readonly<Record<string, string | readonly string[]>>;

/** Puts terms into force as an approval would, does something under them, and ends them again. */
export type Under = <T>(
  clauses: readonly Clause[],
  work: (terms: { readonly reference: string }) => Promise<T>,
) => Promise<T>;

/** Terms of a central body that bind organisations, and are shown to them and to its contractor, as the approval of terms does it. */
export function termsInForce(
  http: HttpWorld,
  parties: {
    readonly central: string;
    readonly contractor: string;
    readonly bound: readonly string[];
  },
): Under {
  const { central, contractor, bound } = parties;
  let count = 0;
  return async (clauses, work) => {
    const version = newId();
    count += 1;
    const reference = `TOC-2026-${String(count).padStart(4, '0')}`;
    const readers = [contractor, ...bound];
    await http.query(
      `insert into terms_version (owner_id, id, reference, revision, title, communities, threads, member_states, organisations, text_digest,
          effective_from, audience, created_at, updated_at)
        values ($1, $2, $3, 1, 'Terms', '{}', '{}', '{}', $4, 'digest', now() - interval '1 hour', $5, now(), now())`,
      [central, version, reference, bound, readers],
    );
    const rules: string[] = [];
    for (const [at, clause] of clauses.entries()) {
      const names = Object.keys(clause);
      const rule = newId();
      rules.push(rule);
      await http.query(
        `insert into terms_rule (owner_id, id, terms_version, number, position, part, title, text, audience, created_at, updated_at,
            ${names.join(', ')})
          values ($1, $2, $3, $4, $5, 'risk-management', 'A clause', 'Text', $6, now(), now(), ${names.map((_, n) => `$${n + 7}`).join(', ')})`,
        [central, rule, version, `4.1.${at + 1}`, at + 1, readers, ...Object.values(clause)],
      );
    }
    for (const [kind, record] of [
      ['terms-versions', version],
      ...rules.map((rule) => ['terms-rules', rule]),
    ]) {
      await http.query(
        `insert into audience_entry (owner_id, id, kind, record_id, organisation_id, reason, since)
          select $1, gen_random_uuid(), $2, $3, o, 'party', now() from unnest($4::uuid[]) as o`,
        [central, kind, record, readers],
      );
    }
    try {
      return await work({ reference });
    } finally {
      await http.query('update terms_version set effective_to = now() where id = $1', [version]);
    }
  };
}

const allNas = { from_kind: 'any', to_kind: 'national-administration' };

export const tells = (
  ruling: 'allow' | 'forbid',
  event = 'incident-common-domain',
  more: Clause = {},
): Clause => ({ ...allNas, rule_kind: 'tells', ruling, event, ...more });
export const evidence = (ruling: 'allow' | 'forbid', kind = 'log', more: Clause = {}): Clause => ({
  ...{ ...allNas, rule_kind: 'evidence', ruling, evidence: [kind] },
  ...more,
});
export const ceiling = (tlp: string, label = 'LIMITED', more: Clause = {}): Clause => ({
  ...{ ...allNas, rule_kind: 'ceiling', maximum_tlp: tlp, maximum_label: label },
  ...more,
});
export const deadline = (
  within: string,
  timedAct = 'evidence-answer',
  more: Clause = {},
): Clause => ({ ...allNas, rule_kind: 'deadline', timed_act: timedAct, within, ...more });
export const contact = (role: string, hours: string, more: Clause = {}): Clause => ({
  ...{ to_kind: 'national-administration', rule_kind: 'contact' },
  ...{ contact_role: role, contact_hours: hours, ...more },
});
