import { Select, type SelectProps } from '@mantine/core';
import { useTexts } from '../i18n/texts-provider.tsx';
import { useRoleOptions } from './use-role-options.ts';

/** A role, found by its name. */
export function RoleInput(props: SelectProps) {
  const { t } = useTexts();
  const roles = useRoleOptions();
  return (
    <Select {...props} searchable data={roles} nothingFoundMessage={t('form.nothing-found')} />
  );
}
