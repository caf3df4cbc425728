import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { apiUrl } from '../api/client.ts';
import { diagramQuery } from '../api/queries.ts';
import { DiagramView } from '../diagram/diagram-view.tsx';
import { ProblemNotice } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Section } from '../page/page.tsx';

interface CaseDiagramProps {
  readonly procedure: string;
  /** That the case runs by; the newest without it. */
  readonly version?: number;
  readonly state?: string;
}

/** Where a case stands on the diagram of its procedure; without a state the procedure as such. */
export function CaseDiagram({ procedure, version, state }: CaseDiagramProps) {
  const { t, names, locale } = useTexts();
  const query = useQuery(diagramQuery(procedure, locale, version));
  return (
    <Section
      title={state === undefined ? t('diagram.procedure') : t('diagram.title')}
      action={
        <a href={apiUrl(`/procedures/${procedure}/bpmn`, { version })} download data-print="hide">
          {t('diagram.bpmn')}
        </a>
      }
    >
      {query.isPending ? (
        <Skeleton height={260} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : state === undefined ? (
        <DiagramView diagram={query.data} />
      ) : (
        <DiagramView
          diagram={query.data}
          state={state}
          stateName={names.state(`procedure.${procedure}`, state)}
        />
      )}
    </Section>
  );
}
