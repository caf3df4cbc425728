import { Button, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { areas } from '#ui/api/definition-index.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { mayOpen } from './may-open.ts';

/** Procedures that I may start, by area. */
export function NewCaseMenu() {
  const { t, names } = useTexts();
  const definitions = useDefinitions();
  const me = useMe();
  const groups = areas
    .map((area) => ({
      area,
      procedures: definitions.proceduresOf(area).filter((procedure) => mayOpen(procedure, me)),
    }))
    .filter(({ procedures }) => procedures.length > 0);
  if (groups.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="filled" leftSection={<Icon name="plus" size={14} />}>
          {t('case.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="24rem" style={{ overflowY: 'auto' }}>
        {groups.map(({ area, procedures }) => (
          <div key={area}>
            <Menu.Label>{names.area(area)}</Menu.Label>
            {procedures.map(({ id }) => (
              <Menu.Item key={id} component={Link} to={`/cases/new/${id}`}>
                {names.procedure(id)}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
