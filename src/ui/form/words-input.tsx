import { type SelectProps, Textarea, TextInput } from '@mantine/core';
import type { TextField } from '#engine/fields.ts';
import { DeclaredInput } from './declared-input.tsx';

export interface WordsInputProps
  extends Pick<SelectProps, 'id' | 'label' | 'description' | 'error' | 'aria-required'> {
  readonly classNames: Readonly<Record<'root' | 'label' | 'description' | 'error', string>>;
  readonly field: TextField;
  readonly value: string;
  readonly onChange: (value: string | null) => void;
}

/** A line, a paragraph, or the name of something declared. */
export function WordsInput({ field, value, onChange, ...input }: WordsInputProps) {
  if (field.of !== undefined) {
    return (
      <DeclaredInput
        {...input}
        of={field.of}
        clearable={field.required !== true}
        value={value === '' ? null : value}
        onChange={onChange}
      />
    );
  }
  return field.multiline === true ? (
    <Textarea
      {...input}
      autosize
      minRows={4}
      maxRows={18}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  ) : (
    <TextInput {...input} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}
