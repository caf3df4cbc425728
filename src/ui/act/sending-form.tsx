import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { showToast } from '../feedback/toast-store.ts';
import { FieldsForm, type FieldsFormProps } from '../form/fields-form.tsx';
import { type FormValues, toInput, withoutNulls } from '../form/form-values.ts';
import { useDraftForm } from '../form/use-draft-form.ts';
import { ActProblem } from './action-drawer.tsx';

/** What was filled in, by field, without what was left empty. */
export type Filled = Record<string, unknown>;

export interface SendingFormProps<T> extends Omit<FieldsFormProps, 'form' | 'sending' | 'onSend'> {
  /** Name of the form, such as `cases/new/change`: what is typed is kept under it until it is sent. */
  readonly name: string;
  readonly stored?: FormValues;
  /** Sends it. The key stays the same for this form, so that an answer that got lost on the way creates nothing twice. */
  readonly send: (filled: Filled, idempotencyKey: string) => Promise<T>;
  /** What is said when it is done. */
  readonly done: (answer: T) => string;
  /** Where to go on, and what is to be read again. */
  readonly onDone: (answer: T) => Promise<void> | void;
}

/** A form that is sent once and is over then: kept as it is typed, refused with each fault at its place, acknowledged. */
export function SendingForm<T>(props: SendingFormProps<T>) {
  const { name, stored, send, done, onDone, ...rest } = props;
  const { fields, owner } = rest;
  const form = useDraftForm({ fields, form: name, ...(stored === undefined ? {} : { stored }) });
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const sending = useMutation({
    mutationFn: () => send(withoutNulls(toInput(fields, form.values)), idempotencyKey),
    onSuccess: async (answer) => {
      form.sent();
      showToast({ tone: 'done', text: done(answer) });
      await onDone(answer);
    },
    onError: (error) => form.refuse(error),
  });
  return (
    <FieldsForm {...rest} form={form} sending={sending.isPending} onSend={() => sending.mutate()}>
      {rest.children}
      {sending.error !== null && form.faults.size === 0 && (
        <ActProblem error={sending.error} owner={owner} />
      )}
    </FieldsForm>
  );
}
