import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { RecordList } from '#ui/list/record-list.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Page } from '#ui/page/page.tsx';
import { NotFoundPage } from './fallback-pages.tsx';
import { mayCreate } from './may-open.ts';
import { useRegister } from './use-register.ts';

/** List of a register. */
export function RegisterPage() {
  const { t, find, names } = useTexts();
  const definitions = useDefinitions();
  const me = useMe();
  const { register } = useRegister();
  if (register === undefined) return <NotFoundPage />;
  const { id } = register;
  const help = find(`register.${id}.help`);
  return (
    <Page
      title={names.register(id)}
      fill
      meta={help === null ? undefined : <span>{help}</span>}
      actions={
        <>
          {definitions
            .formatsOf(id)
            .some(({ roles }) => mayCreate({ access: { create: roles } }, me)) && (
            <Button
              component={Link}
              to={`/registers/${id}/import`}
              leftSection={<Icon name="upload" size={14} />}
            >
              {t('import')}
            </Button>
          )}
          {mayCreate(register, me) && (
            <Button
              component={Link}
              to={`/registers/${id}/new`}
              variant="filled"
              leftSection={<Icon name="plus" size={14} />}
            >
              {t('record.new', { one: names.one(id) })}
            </Button>
          )}
        </>
      }
    >
      <RecordList register={register} mayCreate={mayCreate(register, me)} />
    </Page>
  );
}
