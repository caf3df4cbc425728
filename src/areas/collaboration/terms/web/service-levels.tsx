import { Button } from '@mantine/core';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './terms.module.css';

const owner = 'procedure.terms-of-collaboration';
const directions = ['slaToCentral', 'slaFromCentral'] as const;

/** The two statements of compliance with agreements on service levels. */
export function ServiceLevels() {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const { fields } = detail.case;
  const textOf = (name: string) => (typeof fields[name] === 'string' ? String(fields[name]) : null);
  return (
    <>
      <dl className={classes.levels}>
        {directions.map((direction) => {
          const compliance = textOf(`${direction}Compliance`);
          return (
            <div key={direction}>
              <dt>{names.field(owner, direction)}</dt>
              <dd>
                {textOf(direction) ?? t('terms.sla.none')}
                {compliance !== null &&
                  ` · ${names.option(owner, `${direction}Compliance`, compliance)}`}
                {textOf(`${direction}Statement`) !== null && (
                  <span className={classes.sub}>{textOf(`${direction}Statement`)}</span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {allowedOf(detail, 'state-sla-compliance') !== undefined && (
        <div>
          <Button size="compact-sm" onClick={() => open('state-sla-compliance', 'sla', fields)}>
            {names.action(owner, 'state-sla-compliance')}
          </Button>
        </div>
      )}
    </>
  );
}
