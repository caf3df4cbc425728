import type { SelectProps } from '@mantine/core';
import type { TextField } from '#engine/fields.ts';
import { declaredName } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Select } from './select.tsx';
import { useDeclaredOptions } from './use-declared-options.ts';

/** A role or a procedure, found by its name. */
export function DeclaredInput(props: SelectProps & { readonly of: NonNullable<TextField['of']> }) {
  const { of, ...input } = props;
  const { t, names } = useTexts();
  const declared = useDeclaredOptions(of);
  const { value } = input;
  // What is given otherwise is kept where it stands.
  const options =
    value == null || declared.some((one) => one.value === value)
      ? declared
      : [...declared, { value, label: declaredName(names, of, value) }];
  return (
    <Select {...input} searchable data={options} nothingFoundMessage={t('form.nothing-found')} />
  );
}
