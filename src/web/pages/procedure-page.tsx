import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { Basis } from '#ui/case/basis.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { CaseList } from '#ui/list/case-list.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Page } from '#ui/page/page.tsx';
import { NotFoundPage } from './fallback-pages.tsx';
import { mayOpen } from './may-open.ts';

/** Cases of one procedure. */
export function ProcedurePage() {
  const { t, names } = useTexts();
  const { procedure: id = '' } = useParams({ strict: false }) as { procedure?: string };
  const me = useMe();
  const definition = useDefinitions().procedure(id);
  if (definition === undefined) return <NotFoundPage />;
  return (
    <Page
      title={names.procedure(id)}
      fill
      crumbs={[{ title: t('nav.cases'), to: '/cases' }]}
      meta={<Basis definition={definition} />}
      actions={
        <>
          <Button component={Link} to={`/procedures/${id}/rules`}>
            {t('procedure.rules')}
          </Button>
          {mayOpen(definition, me) && (
            <Button
              component={Link}
              to={`/cases/new/${id}`}
              variant="filled"
              leftSection={<Icon name="plus" size={14} />}
            >
              {t('case.open')}
            </Button>
          )}
        </>
      }
    >
      <CaseList procedure={id} />
    </Page>
  );
}
