import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { CaseList } from '#ui/list/case-list.tsx';
import { Page } from '#ui/page/page.tsx';
import { WithdrawnLine } from '#ui/sharing/withdrawn-line.tsx';
import { NewCaseMenu } from './new-case-menu.tsx';

/** Cases of every procedure. */
export function CasesPage() {
  const { t } = useTexts();
  return (
    <Page title={t('nav.cases')} fill actions={<NewCaseMenu />}>
      <WithdrawnLine kind="case" />
      <CaseList />
    </Page>
  );
}
