import { Select, type SelectProps } from '@mantine/core';
import { useTexts } from '../i18n/texts-provider.tsx';
import { useRoleOptions } from './use-role-options.ts';

/** A role, found by its name. */
export function RoleInput(props: SelectProps) {
  const { t } = useTexts();
  const { names } = useTexts();
  const offices = useRoleOptions();
  const { value } = props;
  // A role that is given otherwise is kept where it stands.
  const roles =
    value == null || offices.some((office) => office.value === value)
      ? offices
      : [...offices, { value, label: names.role(value) }];
  return (
    <Select {...props} searchable data={roles} nothingFoundMessage={t('form.nothing-found')} />
  );
}
