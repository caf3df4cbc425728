import { useDefinitions } from '#ui/api/use-definitions.ts';
import type { Owner } from '#ui/i18n/names.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { FieldValue } from '#ui/record/field-value.tsx';
import type { LoopCase } from '../../analysis/contract.ts';
import classes from './loop.module.css';

/** What of a case's fields the trace shows, in this order. */
const shown: Readonly<Record<string, readonly string[]>> = {
  'early-warning': ['priority', 'imperative', 'affectedCount'],
  patch: ['package', 'fixedVersion', 'testResult', 'priority', 'dueBy', 'alternative', 'reviewBy'],
  change: ['variant', 'windowStart', 'windowEnd', 'labTest', 'onsiteTest', 'implementedAt'],
};

/** The decisions of a case in one line: name and value. */
export function Decisions({ one, owner }: { one: LoopCase; owner: Owner }) {
  const { names } = useTexts();
  const fields = useDefinitions().procedure(one.procedure)?.fields ?? {};
  const told = (shown[one.procedure] ?? []).flatMap((name) => {
    const field = fields[name];
    const value = one.fields[name];
    return field === undefined || value === undefined || value === null
      ? []
      : [{ name, field, value }];
  });
  if (told.length === 0) return null;
  return (
    <dl className={classes.decisions}>
      {told.map(({ name, field, value }) => (
        <div key={name}>
          <dt>{names.field(owner, name)}</dt>
          <dd>
            <FieldValue owner={owner} name={name} field={field} value={value} titles={{}} short />
          </dd>
        </div>
      ))}
    </dl>
  );
}
