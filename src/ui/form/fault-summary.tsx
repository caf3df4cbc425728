import type { Ref } from 'react';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { inputId, useFaultWords } from './field-input.tsx';
import classes from './form.module.css';
import type { Fault } from './form-faults.ts';

export interface FaultSummaryProps {
  readonly faults: ReadonlyMap<string, Fault>;
  readonly owner: Owner;
  readonly ref: Ref<HTMLDivElement>;
}

/** All faults on top of the form; each leads to its field. */
export function FaultSummary({ faults, owner, ref }: FaultSummaryProps) {
  const { t, names } = useTexts();
  const words = useFaultWords();
  if (faults.size === 0) return null;
  return (
    <div className={classes.summary} ref={ref} tabIndex={-1} role="alert">
      <h2>{t('form.faults', { count: faults.size })}</h2>
      <ul>
        {[...faults.values()].map((fault) => {
          const title = names.field(owner, fault.path.replace(/\.\d+(?=\.|$)/g, ''));
          const id = inputId(fault.path);
          return (
            <li key={fault.path}>
              <a
                href={`#${id}`}
                onClick={(event) => {
                  event.preventDefault();
                  focusField(id);
                }}
              >
                {fault.key === undefined
                  ? t('labelled', { label: title, value: words(fault, title, owner) ?? '' })
                  : words(fault, title, owner)}
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function focusField(id: string): void {
  const field =
    document.getElementById(id) ?? document.getElementById(`${id}-label`)?.parentElement;
  const input =
    field?.matches('input,textarea,select') === true
      ? field
      : field?.querySelector<HTMLElement>('input,textarea,button');
  input?.focus();
  input?.scrollIntoView({ block: 'center' });
}
