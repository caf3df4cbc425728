import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { get, queryString, send } from '#ui/api/client.ts';
import type { ImportPreview, ImportReport } from '#ui/api/types.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { ReferenceInput } from '#ui/form/reference-input.tsx';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { DropZone } from './drop-zone.tsx';
import classes from './import.module.css';
import { ImportPreviewTable, ImportReportView, OutcomeMark } from './import-report.tsx';
import { mayCreate } from './may-open.ts';
import { useRegisterId } from './use-register.ts';

const wrapper = { root: '', label: '', description: '', error: '' };
const NONE = {};

/** Import: format and organisation, file, look before anything is written, progress, report of every row. */
export function ImportPage() {
  const { t, find, names, formats: words } = useTexts();
  const definitions = useDefinitions();
  const me = useMe();
  const client = useQueryClient();
  const register = useRegisterId();
  const { report } = useSearch({ strict: false }) as { report?: string };
  // A file that is about no record, such as a list of equipment, may bring records of any register.
  const formats = definitions.all.formats
    .filter(({ target }) => register === undefined || target === null || target === register)
    .filter(({ roles }) => mayCreate({ access: { create: roles } }, me));
  const [format, setFormat] = useState<string | null>(
    formats.length === 1 ? (formats[0]?.id ?? null) : null,
  );
  const [organisation, setOrganisation] = useState(me.organisation.id);
  const [target, setTarget] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const chosen = formats.find(({ id }) => id === format);
  const path = (kind: string) =>
    `/imports/${format}${kind}${queryString({ organisation, target, fileName: file?.name ?? '' })}`;
  const preview = useMutation({
    mutationFn: (body: Blob) => send<ImportPreview>('POST', path('/preview'), body),
  });
  const run = useMutation({
    mutationFn: (body: Blob) => send<Pick<ImportReport, 'id'>>('POST', path(''), body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['list'] }),
  });
  const shown = run.data?.id ?? (preview.isIdle ? report : undefined);
  const again = () => {
    preview.reset();
    run.reset();
  };
  const recent = useQuery({
    queryKey: ['list', 'imports'],
    queryFn: ({ signal }) => get<{ items: ImportReport[] }>('/imports', { limit: 10 }, signal),
    retry: false,
    refetchInterval: (query) =>
      query.state.data?.items.some(({ finishedAt }) => finishedAt === null) === true
        ? 2_000
        : false,
  });
  return (
    <Page
      title={t('import.title')}
      crumbs={
        register === undefined
          ? []
          : [{ title: names.register(register), to: `/registers/${register}` }]
      }
    >
      <div className={classes.form}>
        <Select
          label={t('import.format')}
          description={
            chosen === undefined ? t('import.format.help') : find(`format.${chosen.id}.help`)
          }
          searchable
          data={formats.map(({ id, target: into }) => ({
            value: id,
            label:
              into === null ? t(`format.${id}`) : `${t(`format.${id}`)} → ${names.register(into)}`,
          }))}
          value={format}
          onChange={(value) => {
            setFormat(value);
            again();
          }}
        />
        <ReferenceInput
          field={{ kind: 'reference', to: 'organisations' }}
          common={{
            label: t('import.organisation'),
            description: t('import.organisation.help'),
            classNames: wrapper,
          }}
          value={organisation}
          titles={{ [me.organisation.id]: me.organisation.name }}
          onChange={(value) => setOrganisation(String(value ?? me.organisation.id))}
        />
        {chosen?.target != null && (
          <ReferenceInput
            field={{ kind: 'reference', to: chosen.target }}
            common={{
              label: t('import.target', { one: names.one(chosen.target) }),
              description: t(
                chosen.targetOptional ? 'import.target.optional' : 'import.target.help',
              ),
              classNames: wrapper,
            }}
            value={target}
            titles={NONE}
            onChange={(value) => setTarget(String(value ?? ''))}
          />
        )}
        <DropZone
          file={file}
          accepts={chosen?.accepts ?? []}
          onFile={(next) => {
            setFile(next);
            again();
          }}
        />
        {(preview.error ?? run.error) !== null && (
          <ProblemNotice error={preview.error ?? run.error} />
        )}
        <div className={classes.buttons}>
          <Button
            size="sm"
            disabled={file === null || format === null || preview.isPending}
            onClick={() => file !== null && preview.mutate(file)}
          >
            {t('import.preview')}
          </Button>
          <Button
            size="sm"
            variant="filled"
            disabled={file === null || format === null || run.isPending}
            onClick={() => file !== null && run.mutate(file)}
          >
            {t(run.isPending ? 'import.sending' : 'import.run')}
          </Button>
        </div>
      </div>
      {shown !== undefined ? (
        <ImportReportView key={shown} id={shown} />
      ) : (
        preview.isSuccess && <ImportPreviewTable preview={preview.data} />
      )}
      {recent.isSuccess && recent.data.items.length > 0 && (
        <Section title={t('import.recent')}>
          <ul className={classes.recent}>
            {recent.data.items.map((one) => (
              <li key={one.id}>
                <Link to="." search={{ report: one.id }} className={classes.name}>
                  {one.fileName === '' ? t(`format.${one.format}`) : one.fileName}
                </Link>
                <span className={classes.note}>{t(`format.${one.format}`)}</span>
                <OutcomeMark report={one} />
                <span>{t('import.counts', { ...one.rows })}</span>
                <span className={classes.note}>{words.instant(one.startedAt)}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}
