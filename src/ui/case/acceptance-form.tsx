import { SegmentedControl, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import { SendingForm } from '../act/sending-form.tsx';
import { useDefinitions } from '../api/use-definitions.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './case.module.css';
import type { TaskFormProps } from './task-form.tsx';
import { useTaskAnswer } from './use-task-answer.ts';

const decisions = ['accept', 'decline'] as const;
type Decision = (typeof decisions)[number];

export interface AcceptanceFormProps extends Omit<TaskFormProps, 'owner'> {
  /** The procedure that is asked. */
  readonly receiving: string;
}

/**
 * Takes on what another procedure asks for, with what a case needs to open and nobody has said yet, or declines it with a reason. What is asked
 * for stands in the order of its own definition.
 */
export function AcceptanceForm({ task, receiving, titles, onClose }: AcceptanceFormProps) {
  const { t } = useTexts();
  const { answer, ...sending } = useTaskAnswer(task, onClose);
  const [decision, setDecision] = useState<Decision>('accept');
  const fields = useFieldsOf(receiving, task.form as Fields, decision);
  return (
    <Stack gap={16} align="stretch">
      <p className={classes.note}>{task.subject}</p>
      <SegmentedControl
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('accept.decision')}
        data={decisions.map((value) => ({ value, label: t(`accept.${value}`) }))}
        value={decision}
        onChange={(value) => setDecision(value === 'decline' ? 'decline' : 'accept')}
      />
      <SendingForm
        key={decision}
        owner={`procedure.${receiving}`}
        fields={fields}
        name={`tasks/${task.id}/${decision}`}
        titles={titles}
        verb={t(`accept.${decision}`)}
        send={({ $comment: remark, $reason: reason, ...values }, idempotencyKey) =>
          answer(
            { ...values, decision, ...(reason === undefined ? {} : { reason }) },
            remark,
            idempotencyKey,
          )
        }
        {...sending}
      />
    </Stack>
  );
}

const declining: Fields = { $reason: { kind: 'text', required: true, multiline: true } };
const comment: Fields = { $comment: { kind: 'text', multiline: true } };

function useFieldsOf(receiving: string, form: Fields, decision: Decision): Fields {
  const declared = useDefinitions().procedure(receiving)?.fields;
  return useMemo(() => {
    if (decision === 'decline') return declining;
    const { decision: _, reason, ...asked } = form;
    // The reason of the decision is no field of the case, unless its definition asks for one.
    const all: Fields =
      reason?.required === true && declared?.['reason'] !== undefined
        ? { ...asked, reason }
        : asked;
    const inOrder = Object.keys(declared ?? {}).flatMap((name) =>
      all[name] === undefined ? [] : [[name, all[name]] as const],
    );
    return { ...Object.fromEntries(inOrder), ...comment };
  }, [declared, form, decision]);
}
