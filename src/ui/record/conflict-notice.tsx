import type { Fields } from '#engine/fields.ts';
import { Notice } from '../feedback/notice.tsx';
import type { Conflict } from '../form/draft.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { FieldValue } from './field-value.tsx';
import classes from './record.module.css';

export interface ConflictNoticeProps {
  readonly conflicts: readonly Conflict[];
  readonly owner: Owner;
  readonly fields: Fields;
  readonly titles: Titles;
}

/** Somebody else saved first: nothing typed is lost; where both changed a field, theirs is shown to compare. */
export function ConflictNotice({ conflicts, owner, fields, titles }: ConflictNoticeProps) {
  const { t, names } = useTexts();
  return (
    <Notice tone="warning" title={t('conflict.title')}>
      <p>{t(conflicts.length === 0 ? 'conflict.none' : 'conflict.some')}</p>
      <dl className={classes.theirs}>
        {conflicts.map(({ field, theirs }) => {
          const declared = fields[field];
          return declared === undefined ? null : (
            <div key={field}>
              <dt>{names.field(owner, field)}</dt>
              <dd>
                {t('conflict.theirs')}{' '}
                <FieldValue
                  owner={owner}
                  name={field}
                  field={declared}
                  value={theirs}
                  titles={titles}
                />
              </dd>
            </div>
          );
        })}
      </dl>
    </Notice>
  );
}
