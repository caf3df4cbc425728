import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Register } from '#engine/register.ts';
import type { AllowedAction, RecordDetail } from '#work/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';
import { send } from '../api/client.ts';
import { recordQuery } from '../api/queries.ts';
import { useConfirm } from '../feedback/confirm.tsx';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Absence } from '../mark/absence.tsx';
import { Ago } from '../mark/due.tsx';
import { LabelBadge, TlpBadge } from '../mark/label-badge.tsx';
import { Organisation } from '../mark/party.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { AsidePart } from '../page/aside-part.tsx';
import { caseCrumb } from '../page/case-crumb.ts';
import { Page, Section } from '../page/page.tsx';
import { WithAside } from '../page/with-aside.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { Audience } from './audience.tsx';
import { FieldList } from './field-list.tsx';
import { recordTitle } from './record-title.ts';

export interface RecordPageProps {
  readonly register: Register;
  readonly id: string;
  /** What an area shows beside the values of its records. */
  readonly more?: ReactNode;
}

/** One record of a register: its values, what can be done with it, its history and who can see it. */
export function RecordPage({ register, id, more }: RecordPageProps) {
  const { names } = useTexts();
  const query = useQuery(recordQuery(register.id, id));
  if (query.isSuccess) return <Loaded register={register} detail={query.data} more={more} />;
  return (
    <Page
      title={names.one(register.id)}
      crumbs={[{ title: names.register(register.id), to: `/registers/${register.id}` }]}
    >
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={12} />
      )}
    </Page>
  );
}

interface LoadedProps extends Omit<RecordPageProps, 'id'> {
  readonly detail: RecordDetail;
}

function Loaded({ register, detail, more }: LoadedProps) {
  const { t, names } = useTexts();
  const { record, titles } = detail;
  const owner = `register.${register.id}` as const;
  const path = `${register.id}/${record.id}`;
  const [action, setAction] = useState<AllowedAction | null>(null);
  const choose = useChoose(path, owner, setAction);
  const title = recordTitle(names, register, record.fields) || names.one(register.id);
  return (
    <Page
      title={title}
      crumbs={[
        { title: names.register(register.id), to: `/registers/${register.id}` },
        ...caseCrumb(record.caseId, titles),
      ]}
      actions={
        <>
          {detail.may.delete && (
            <DeleteButton
              register={register}
              id={record.id}
              version={record.version}
              title={title}
            />
          )}
          {detail.may.update && (
            <Button component={Link} to={`/registers/${path}/edit`}>
              {t('edit')}
            </Button>
          )}
        </>
      }
      meta={
        <>
          {record.state !== undefined && <StateMark owner={owner} state={record.state} />}
          {record.absence != null && <Absence {...record.absence} long />}
          {record.label !== undefined && <LabelBadge label={record.label} />}
          {record.tlp !== undefined && <TlpBadge tlp={record.tlp} />}
          {record.ownerId !== undefined && (
            <Organisation id={record.ownerId} titles={titles} link />
          )}
          <span>
            {t('record.changed')} <Ago at={record.updatedAt} />
          </span>
        </>
      }
    >
      <WithAside
        label={t('record.aside')}
        aside={
          record.ownerId === undefined ? null : (
            <AsidePart title={t('audience.title')}>
              <Audience path={path} owner={record.ownerId} />
            </AsidePart>
          )
        }
      >
        {detail.allowedActions.length > 0 && (
          <Section title={t('act.title')}>
            <ActionList owner={owner} actions={detail.allowedActions} onChoose={choose} />
          </Section>
        )}
        <Section title={t('record.fields')}>
          <FieldList
            owner={owner}
            fields={register.fields}
            values={record.fields}
            titles={titles}
            filled="named"
          />
        </Section>
        {more}
        <Section title={t('timeline')}>
          <Timeline path={path} owner={owner} fields={register.fields} />
        </Section>
      </WithAside>
      <ActionDrawer
        owner={owner}
        path={path}
        action={action}
        onClose={() => setAction(null)}
        stored={record.fields}
        titles={titles}
      />
    </Page>
  );
}

interface DeleteButtonProps {
  readonly register: Register;
  readonly id: string;
  readonly version: number;
  readonly title: string;
}

function DeleteButton({ register, id, version, title }: DeleteButtonProps) {
  const { t, names } = useTexts();
  const confirm = useConfirm();
  const client = useQueryClient();
  const navigate = useNavigate();
  const drop = useMutation({
    mutationFn: () => send('DELETE', `/${register.id}/${id}`, undefined, { version }),
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('record.deleted', { title }) });
      await navigate({ to: `/registers/${register.id}` });
      await client.invalidateQueries({ queryKey: ['list', register.id] });
    },
    onError: (error) => showToast({ tone: 'problem', text: error.message }),
  });
  const ask = async () => {
    const question = {
      title: t('record.delete.title', { one: names.one(register.id) }),
      consequence: t('record.delete.consequence', { title }),
      verb: t('delete'),
    };
    if (await confirm(question)) drop.mutate();
  };
  return <Button onClick={ask}>{t('delete')}</Button>;
}
