import { useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './terms.module.css';

const owner = 'procedure.terms-of-collaboration';
const scope = ['communities', 'threads', 'memberStates'] as const;

/** What was asked for, and whom it concerns. */
export function ScopeOfTerms() {
  const { t, names, formats } = useTexts();
  const { detail } = useWorkspace();
  const { fields } = detail.case;
  const named = (part: string): string => {
    const ids = fields[part];
    if (!Array.isArray(ids) || ids.length === 0) return t('terms.scope.open');
    return formats.list(ids.map((id) => detail.titles[String(id)] ?? t('value.hidden')));
  };
  return (
    <>
      {typeof fields['description'] === 'string' && (
        <p className={classes.words}>{fields['description']}</p>
      )}
      <dl className={classes.scope}>
        {scope.map((part) => (
          <div key={part}>
            <dt>{names.field(owner, part)}</dt>
            <dd>{named(part)}</dd>
          </div>
        ))}
        {typeof fields['kind'] === 'string' && (
          <div>
            <dt>{names.field(owner, 'kind')}</dt>
            <dd>{names.option(owner, 'kind', fields['kind'])}</dd>
          </div>
        )}
      </dl>
    </>
  );
}
