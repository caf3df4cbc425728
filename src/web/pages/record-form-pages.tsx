import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { caseQuery, recordQuery } from '#ui/api/queries.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page } from '#ui/page/page.tsx';
import { RecordCreateForm, RecordEditForm } from '#ui/record/record-form.tsx';
import { recordTitle } from '#ui/record/record-title.ts';
import { NotFoundPage } from './fallback-pages.tsx';
import { useRegister } from './use-register.ts';

/** A form for a new record. */
export function NewRecordPage() {
  const { t, names } = useTexts();
  const { register } = useRegister();
  const { case: caseId } = useSearch({ strict: false }) as { case?: string };
  const about = useQuery({ ...caseQuery(caseId ?? ''), enabled: caseId !== undefined });
  if (register === undefined) return <NotFoundPage />;
  const crumb =
    caseId === undefined
      ? { title: names.register(register.id), to: `/registers/${register.id}` }
      : { title: about.data?.case.title ?? t('case'), to: `/cases/${caseId}` };
  return (
    <Page title={t('record.new', { one: names.one(register.id) })} crumbs={[crumb]}>
      <RecordCreateForm key={register.id} register={register} caseId={caseId} />
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
  const title =
    recordTitle(names, register, query.data?.record.fields ?? {}) || names.one(register.id);
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
