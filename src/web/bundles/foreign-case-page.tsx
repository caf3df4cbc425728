import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { get } from '#ui/api/client.ts';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import classes from '#ui/bundle/bundle.module.css';
import { inGroups } from '#ui/bundle/fingerprint.ts';
import { ForeignLinks } from '#ui/bundle/foreign-links.tsx';
import { ForeignPart } from '#ui/bundle/foreign-part.tsx';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Marking } from '#ui/mark/label-badge.tsx';
import { Person, type Titles } from '#ui/mark/party.tsx';
import { Mark, StateMark } from '#ui/mark/state-mark.tsx';
import { AsideList, AsidePart } from '#ui/page/aside-part.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { WithAside } from '#ui/page/with-aside.tsx';
import { FieldList } from '#ui/record/field-list.tsx';
import type { ForeignCaseDetail, Verification } from '#work/bundle/contract.ts';

/** A case of another installation as its bundle said it, in the revision that the address names: to be read, and to be verified again. */
export function ForeignCasePage() {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { revision } = useSearch({ strict: false }) as { revision?: string };
  const query = useQuery({
    queryKey: ['foreign-case', id, revision ?? ''],
    queryFn: ({ signal }) => get<ForeignCaseDetail>(`/foreign-cases/${id}`, { revision }, signal),
  });
  if (query.isSuccess) return <Shown detail={query.data} />;
  return (
    <Page title={t('foreign.one')} crumbs={[{ title: t('foreign.title'), to: '/foreign-cases' }]}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={12} />
      )}
    </Page>
  );
}

function Shown({ detail }: { detail: ForeignCaseDetail }) {
  const { t, names } = useTexts();
  const one = detail.case;
  const owner = `procedure.${one.procedure}` as const;
  const definition = useDefinitions().procedure(one.procedure);
  const titles = (detail.content['titles'] ?? {}) as Titles;
  const latest = detail.revisions[0]?.revision ?? one.revision;
  const parts = detail.shown.parts.filter(({ part }) => part !== 'case' && part !== 'files');
  return (
    <Page
      title={one.title}
      crumbs={[{ title: t('foreign.title'), to: '/foreign-cases' }]}
      meta={
        <>
          <span>{one.reference}</span>
          <span>{names.procedure(one.procedure)}</span>
          <StateMark owner={owner} state={one.state} />
          <Marking label={one.label} tlp={one.tlp} />
          <span>{one.caseOwner.name}</span>
        </>
      }
    >
      <WithAside
        label={t('case.aside')}
        aside={
          <>
            <Proof detail={detail} />
            <Revisions detail={detail} />
            <ForeignLinks detail={detail} />
          </>
        }
      >
        <Notice tone="note" title={t('foreign.read-only', { name: one.caseOwner.name })}>
          {latest !== one.revision && t('foreign.earlier', { latest })}
        </Notice>
        <Section title={t('case.fields')}>
          <FieldList
            owner={owner}
            fields={definition?.fields ?? {}}
            values={(detail.content['fields'] ?? {}) as Record<string, unknown>}
            titles={titles}
            filled
            unlinked
          />
        </Section>
        {parts.map(({ part, items }) => (
          <ForeignPart
            key={part}
            id={one.id}
            part={part}
            count={items}
            revision={one.revision}
            procedure={one.procedure}
            titles={titles}
          />
        ))}
      </WithAside>
    </Page>
  );
}

/** Where it comes from, who signed it, and whether it still is what was signed. */
function Proof({ detail }: { detail: ForeignCaseDetail }) {
  const { t, formats } = useTexts();
  const { shown, titles } = detail;
  const verify = useMutation({
    mutationFn: () =>
      get<Verification>(`/foreign-cases/${detail.case.id}/verification`, {
        revision: shown.revision,
      }),
  });
  return (
    <AsidePart title={t('foreign.proof')}>
      <p>{t('foreign.sent', { name: titles[detail.case.senderId] ?? '' })}</p>
      <p>
        {t('foreign.signed', {
          installation: shown.installation,
          at: formats.instant(shown.exportedAt),
        })}
      </p>
      <p className={classes.hash}>{inGroups(shown.fingerprint)}</p>
      <p className={classes.note}>
        {t('foreign.head', {
          entries: shown.parts.find(({ part }) => part === 'trail')?.items ?? 0,
          size: shown.head.treeSize,
        })}
      </p>
      <p>
        <Button size="xs" disabled={verify.isPending} onClick={() => verify.mutate()}>
          {t(verify.isPending ? 'bundle.verifying' : 'foreign.verify')}
        </Button>
      </p>
      <div role="status">
        {verify.isError && <ProblemNotice error={verify.error} />}
        {verify.isSuccess && (
          <>
            <Mark
              kind={verify.data.verified ? 'achieved' : 'not-achieved'}
              word={t(verify.data.verified ? 'foreign.unchanged' : 'foreign.damaged')}
            />
            <p className={classes.note}>
              {verify.data.verified
                ? t('foreign.verified', { entries: verify.data.entries })
                : verify.data.faults
                    .map(({ path, message }) => t('labelled', { label: path, value: message }))
                    .join('; ')}
            </p>
          </>
        )}
      </div>
    </AsidePart>
  );
}

function Revisions({ detail }: { detail: ForeignCaseDetail }) {
  const { t, formats } = useTexts();
  const navigate = useNavigate();
  const { revisions, shown, titles } = detail;
  return (
    <AsidePart title={t('foreign.revisions')}>
      {revisions.length > 1 && (
        <Select
          size="xs"
          aria-label={t('foreign.revisions')}
          allowDeselect={false}
          data={revisions.map(({ revision }) => ({
            value: String(revision),
            label: t('foreign.revision', { revision }),
          }))}
          value={String(shown.revision)}
          onChange={(revision) => {
            if (revision !== null) navigate({ to: '.', search: { revision } });
          }}
        />
      )}
      <AsideList>
        {revisions.map(({ revision, importedAt, importedBy }) => (
          <li key={revision}>
            <p>
              {revision === shown.revision ? (
                t('foreign.revision', { revision })
              ) : (
                <Link to="." search={{ revision: String(revision) }}>
                  {t('foreign.revision', { revision })}
                </Link>
              )}
            </p>
            <p className={classes.note}>
              {formats.instant(importedAt)} <Person id={importedBy} titles={titles} />
            </p>
          </li>
        ))}
      </AsideList>
    </AsidePart>
  );
}
