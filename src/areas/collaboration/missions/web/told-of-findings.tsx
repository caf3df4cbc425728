import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import { Told } from '#ui/told/told.tsx';

const register = 'finding-tellings';

/** True for the LISO of the mission's owner, who tells others of what was found. */
export function useTellsFindings(): boolean {
  const { detail } = useWorkspace();
  return useMe().roles.some(
    ({ role, organisationId }) => role === 'liso' && organisationId === detail.case.ownerId,
  );
}

/** Which further administrations were told of a finding, by which clause. The central body alone reads it. */
export function ToldOfFindings() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const tells = useTellsFindings();
  const query = useQuery({ ...recordsOfCaseQuery(register, detail.case.id), enabled: tells });
  if (!tells || !query.isSuccess || query.data.items.length === 0) return null;
  const { items, titles } = query.data;
  return (
    <Section title={t('mission.told')}>
      <Told {...{ register, items, titles, mayWithdraw: true }} at="decidedAt" />
    </Section>
  );
}
