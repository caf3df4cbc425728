import { Button, Checkbox, Group, Radio, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FileFor } from '#ui/evidence/send-file.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import {
  linesOf,
  optionsOf,
  type Question,
  type QuestionAnswer,
  type QuestionFault,
} from '../../questionnaire/contract.ts';
import { FileField } from './file-field.tsx';
import { anchorOf } from './parts.ts';
import classes from './questionnaire.module.css';

interface QuestionFieldProps {
  /** Where files of the answer go. */
  readonly to: FileFor;
  readonly question: Question;
  readonly answer: QuestionAnswer | undefined;
  readonly fault: QuestionFault | undefined;
  readonly onChange: (change: { value?: string; remark?: string }) => void;
}

/** One question with the input of its kind, what is wrong with the answer, and room for a remark. */
export function QuestionField({ to, question, answer, fault, onChange }: QuestionFieldProps) {
  const { t } = useTexts();
  const { number, help, required } = question;
  const error = fault === undefined ? undefined : t(`questionnaire.fault.${fault.code}`);
  return (
    <div
      className={classes.question}
      id={anchorOf(number)}
      tabIndex={-1}
      data-follows={typeof question.dependsOn === 'number' || undefined}
    >
      <span className={classes.number} aria-hidden="true">
        {number}
      </span>
      <div className={classes.field}>
        <Input
          to={to}
          question={question}
          value={answer?.value ?? ''}
          label={
            <>
              {question.question}
              {required === true && (
                <span className={classes.required}> {t('questionnaire.required')}</span>
              )}
            </>
          }
          help={help ?? undefined}
          error={error}
          onChange={(value) => onChange({ value })}
        />
        <Remark
          about={question.question}
          remark={answer?.remark ?? ''}
          onChange={(remark) => onChange({ remark })}
        />
      </div>
    </div>
  );
}

interface InputProps {
  readonly to: FileFor;
  readonly question: Question;
  readonly value: string;
  readonly label: React.ReactNode;
  readonly help: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function Input({ to, question, value, label, help, error, onChange }: InputProps) {
  const { t } = useTexts();
  const named = { label, description: help, error };
  const options = optionsOf(question);
  const title = (option: string) =>
    question.kind === 'yes-no' ? t(`questionnaire.${option}`) : option;
  if (options !== null && question.kind === 'multiple-choice') {
    const said = linesOf(value);
    return (
      <Checkbox.Group
        {...named}
        value={said}
        onChange={(chosen) => onChange(options.filter((one) => chosen.includes(one)).join('\n'))}
      >
        <div className={classes.options}>
          {options.map((option) => (
            <Checkbox key={option} value={option} label={option} />
          ))}
        </div>
      </Checkbox.Group>
    );
  }
  if (options !== null) {
    return (
      <Radio.Group {...named} value={value} onChange={onChange}>
        <div className={classes.options} data-short={question.kind === 'yes-no' || undefined}>
          {options.map((option) => (
            <Radio key={option} value={option} label={title(option)} />
          ))}
          {value !== '' && (
            <Button size="compact-xs" variant="subtle" onClick={() => onChange('')}>
              {t('questionnaire.clear')}
            </Button>
          )}
        </div>
      </Radio.Group>
    );
  }
  if (question.kind === 'file') {
    return <FileField {...named} {...{ to, value, onChange }} question={question.question} />;
  }
  const typed = { value, onChange: (event: Typed) => onChange(event.currentTarget.value) };
  if (question.kind === 'text') {
    return <Textarea {...named} {...typed} autosize minRows={2} maxRows={16} />;
  }
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        {...named}
        {...typed}
        className={classes.short}
        type={question.kind === 'date' ? 'date' : 'text'}
        inputMode={question.kind === 'number' ? 'decimal' : undefined}
        rightSection={question.unit}
        rightSectionWidth={question.unit == null ? undefined : '3.5rem'}
      />
    </Group>
  );
}

type Typed = { readonly currentTarget: { readonly value: string } };

/** Room for what the form of the answer leaves no room for; asked for, or there already. */
function Remark({
  about,
  remark,
  onChange,
}: {
  about: string;
  remark: string;
  onChange: (remark: string) => void;
}) {
  const { t } = useTexts();
  const [open, setOpen] = useState(remark !== '');
  if (!open) {
    return (
      <Button
        className={classes.remark}
        size="compact-xs"
        variant="subtle"
        onClick={() => setOpen(true)}
        aria-label={t('labelled', { label: t('questionnaire.remark'), value: about })}
      >
        {t('questionnaire.remark')}
      </Button>
    );
  }
  return (
    <Textarea
      className={classes.remark}
      label={t('questionnaire.remark.label')}
      value={remark}
      autosize
      minRows={1}
      maxRows={8}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
