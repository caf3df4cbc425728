import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Register } from '#engine/register.ts';
import { recordQuery } from '#ui/api/queries.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { RecordList } from '#ui/list/record-list.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Page } from '#ui/page/page.tsx';
import { RecordCreateForm, RecordEditForm } from '#ui/record/record-form.tsx';
import { RecordPage } from '#ui/record/record-page.tsx';
import { NotFoundPage } from './fallback-pages.tsx';

function useRegister(): { register: Register | undefined; id: string } {
  const { register = '', id = '' } = useParams({ strict: false }) as {
    register?: string;
    id?: string;
  };
  return { register: useDefinitions().register(register), id };
}

/** List of a register. */
export function RegisterPage() {
  const { t, find, names } = useTexts();
  const definitions = useDefinitions();
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
          {definitions.formatsOf(id).length > 0 && (
            <Button
              component={Link}
              to={`/registers/${id}/import`}
              leftSection={<Icon name="upload" size={14} />}
            >
              {t('import')}
            </Button>
          )}
          {register.access.create.length > 0 && (
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
      <RecordList register={register} />
    </Page>
  );
}

export function RecordRoute() {
  const { register, id } = useRegister();
  return register === undefined ? (
    <NotFoundPage />
  ) : (
    <RecordPage key={`${register.id}/${id}`} register={register} id={id} />
  );
}

/** A form for a new record. */
export function NewRecordPage() {
  const { t, names } = useTexts();
  const { register } = useRegister();
  if (register === undefined) return <NotFoundPage />;
  return (
    <Page
      title={t('record.new', { one: names.one(register.id) })}
      crumbs={[{ title: names.register(register.id), to: `/registers/${register.id}` }]}
    >
      <RecordCreateForm key={register.id} register={register} />
    </Page>
  );
}

/** The form of a record. */
export function EditRecordPage() {
  const { t, names } = useTexts();
  const { register, id } = useRegister();
  const query = useQuery({
    ...recordQuery(register?.id ?? '', id),
    enabled: register !== undefined,
    // What is being edited does not change under the hands; a conflict is told when it is sent.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (register === undefined) return <NotFoundPage />;
  const title = String(query.data?.record.fields[register.title] ?? names.one(register.id));
  return (
    <Page
      title={t('record.edit', { title })}
      crumbs={[
        { title: names.register(register.id), to: `/registers/${register.id}` },
        { title, to: `/registers/${register.id}/${id}` },
      ]}
    >
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : query.isPending ? (
        <Placeholder lines={12} />
      ) : (
        <RecordEditForm register={register} detail={query.data} />
      )}
    </Page>
  );
}
