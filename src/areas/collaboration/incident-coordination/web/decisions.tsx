import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import type { RecordView } from '#work/contract.ts';
import classes from './incident.module.css';

const register = 'register.impact-decisions';

/** Every decision of the table or of a person, newest first: nothing is overwritten. */
export function Decisions({
  decisions,
  titles,
}: {
  readonly decisions: readonly RecordView[];
  readonly titles: Titles;
}) {
  const { t, names, formats } = useTexts();
  if (decisions.length < 2) return null;
  return (
    <details className={classes.decisions}>
      <summary>{t('incident.decisions', { count: decisions.length })}</summary>
      <ol>
        {decisions.map(({ id, fields }) => (
          <li key={id}>
            <span className={classes.time}>{formats.instant(String(fields['decidedAt']))}</span>
            <span>
              <strong>{names.option(register, 'outcome', String(fields['outcome']))}</strong>
              {` · ${names.option(register, 'because', String(fields['because']))} · ${titles[String(fields['person'])] ?? ''}`}
              {typeof fields['rationale'] === 'string' && (
                <span className={classes.sub}>{fields['rationale']}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
