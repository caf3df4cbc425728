import type { Fields } from '#engine/fields.ts';
import type { HistoryEntry } from '#work/contract.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { FieldValue } from '../record/field-value.tsx';
import { changesOf } from './entry-details.ts';
import classes from './timeline.module.css';

export interface ChangesProps {
  readonly entry: HistoryEntry;
  readonly owner: Owner;
  readonly fields: Fields;
  readonly titles: Titles;
}

/** What an entry changed, folded away: field, before, after. */
export function Changes({ entry, owner, fields, titles }: ChangesProps) {
  const { t, names } = useTexts();
  const changes = changesOf(entry);
  if (changes.length === 0) return null;
  const value = (field: string, one: unknown) => {
    const declared = fields[field];
    return declared === undefined ? (
      String(typeof one === 'object' ? JSON.stringify(one) : one)
    ) : (
      <FieldValue owner={owner} name={field} field={declared} value={one} titles={titles} />
    );
  };
  return (
    <details className={classes.changes}>
      <summary>{t('timeline.changes', { count: changes.length })}</summary>
      <dl>
        {changes.map((change) => (
          <div key={change.field}>
            <dt>{names.field(owner, change.field)}</dt>
            <dd>
              {change.before !== undefined && (
                <>
                  <del>{value(change.field, change.before)}</del> <span aria-hidden="true">
                    →
                  </span>{' '}
                </>
              )}
              {value(change.field, change.after)}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
