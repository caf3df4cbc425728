import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Field, Fields } from '#engine/fields.ts';
import { Notice } from '../feedback/notice.tsx';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Ago } from '../mark/due.tsx';
import type { Titles } from '../mark/party.tsx';
import { FaultSummary } from './fault-summary.tsx';
import { FieldInput } from './field-input.tsx';
import classes from './form.module.css';
import { askedInputs, isEmpty } from './form-values.ts';
import type { DraftForm } from './use-draft-form.ts';

export interface FieldsFormProps {
  readonly owner: Owner;
  readonly fields: Fields;
  readonly form: DraftForm;
  readonly titles?: Titles;
  readonly verb: string;
  readonly destructive?: boolean;
  readonly sending: boolean;
  readonly onSend: () => void;
  readonly onCancel: () => void;
  /** Fields that may wait: folded away under this title, unless one of them holds a value or a fault when the form appears. */
  readonly later?: { readonly names: readonly string[]; readonly title: string };
  /** What stands between the faults and the fields: a problem of the request, an explanation. */
  readonly children?: ReactNode;
}

const NONE: Titles = {};

/** Whether a field holds a value, or has a fault in itself or in one of its rows. */
function needsEyes({ values, faults }: DraftForm): (name: string) => boolean {
  return (name) =>
    !isEmpty(values[name]) ||
    [...faults.keys()].some((path) => path === name || path.startsWith(`${name}.`));
}

/** Folded at first; opened by a person or by what it holds, it stays open. */
function Later({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState(open);
  return (
    <details
      className={classes.later}
      open={opened || open}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>{title}</summary>
      <div className={classes.form}>{children}</div>
    </details>
  );
}

/** A form from a declaration: one column, help beside the field, faults on top and at their place. Ctrl+Enter sends. */
export function FieldsForm(props: FieldsFormProps) {
  const { owner, fields, form, titles = NONE, sending, onSend } = props;
  const { t } = useTexts();
  const summary = useRef<HTMLDivElement>(null);
  const told = useRef<HTMLDivElement>(null);
  const wasSending = useRef(false);
  const { faults } = form;
  useEffect(() => {
    if (faults.size > 0) summary.current?.focus();
  }, [faults]);
  useEffect(() => {
    // What came back instead of an end stands on top, and whoever sent the form is at its foot.
    if (wasSending.current && !sending) told.current?.scrollIntoView({ block: 'nearest' });
    wasSending.current = sending;
  }, [sending]);
  const send = () => {
    if (!sending && form.check()) onSend();
  };
  const waiting = new Set(props.later?.names);
  const inputs = askedInputs(fields, form.values);
  const input = ([name, field]: [string, Field]) => (
    <FieldInput
      key={name}
      owner={owner}
      path={name}
      name={name}
      field={field}
      value={form.values[name]}
      onChange={(value) => form.set(name, value)}
      faults={faults}
      titles={titles}
    />
  );
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          send();
        }
      }}
    >
      {form.restoredAt !== null && (
        <Notice tone="note" title={t('form.draft')}>
          <p>
            {t('form.draft.kept')} <Ago at={form.restoredAt} />.{' '}
            <Button size="compact-xs" onClick={form.discard}>
              {t('form.draft.discard')}
            </Button>
          </p>
        </Notice>
      )}
      <FaultSummary ref={summary} faults={faults} owner={owner} />
      <div ref={told} className={classes.told}>
        {props.children}
      </div>
      {inputs.filter(([name]) => !waiting.has(name)).map(input)}
      {props.later !== undefined && props.later.names.length > 0 && (
        <Later title={props.later.title} open={props.later.names.some(needsEyes(form))}>
          {inputs.filter(([name]) => waiting.has(name)).map(input)}
        </Later>
      )}
      <div className={classes.bar}>
        <Button
          type="submit"
          size="sm"
          variant="filled"
          {...(props.destructive === true ? { color: 'red' } : {})}
          disabled={sending}
        >
          {sending ? t('form.sending') : props.verb}
        </Button>
        <Button size="sm" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
        <span className={classes.kept}>{t('form.kept')}</span>
      </div>
    </form>
  );
}
