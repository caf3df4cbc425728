import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseDetail } from '#work/contract.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Section } from '../page/page.tsx';
import { RequestBoard } from '../request/request-board.tsx';
import { requestsOfCaseQuery } from '../request/request-queries.ts';
import { SendRequest } from '../request/send-request.tsx';
import classes from './case.module.css';

/** What this case asked of others, and what the reader may ask now. */
export function CaseRequests({ detail, owner }: { detail: CaseDetail; owner: Owner }) {
  const { t, names } = useTexts();
  const declared = useDefinitions().procedure(detail.case.procedure)?.requests;
  const query = useQuery({
    ...requestsOfCaseQuery(detail.case.id),
    enabled: declared !== undefined,
  });
  const [kind, setKind] = useState<string | null>(null);
  const allowed = detail.requests.filter((one) => one.allowed);
  const requests = query.data?.items ?? [];
  if (declared === undefined || (requests.length === 0 && allowed.length === 0)) return null;
  const chosen = kind === null ? undefined : declared[kind];
  return (
    <Section title={t('requests.title')}>
      {query.isError && <ProblemNotice error={query.error} retry={() => query.refetch()} />}
      {requests.length > 0 && (
        <RequestBoard requests={requests} titles={query.data?.titles ?? {}} />
      )}
      {allowed.length > 0 && (
        <div className={classes.ask}>
          {allowed.map((one) => (
            <Button key={one.kind} onClick={() => setKind(one.kind)}>
              {t('requests.new', { kind: names.request(owner, one.kind) })}
            </Button>
          ))}
        </div>
      )}
      {kind !== null && chosen !== undefined && (
        <SendRequest
          detail={detail}
          owner={owner}
          name={kind}
          kind={chosen}
          onClose={() => setKind(null)}
        />
      )}
    </Section>
  );
}
