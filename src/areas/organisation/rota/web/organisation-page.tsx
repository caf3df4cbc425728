import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useDefinitions } from '#ui/api/use-definitions.ts';
import { DutyNow } from '#ui/duty/duty-now.tsx';
import { dutiesQuery } from '#ui/duty/duty-queries.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import { RecordPage } from '#ui/record/record-page.tsx';

/** An organisation, with whoever is on duty there now. */
export function OrganisationPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const register = useDefinitions().register('organisations');
  if (register === undefined) return null;
  return <RecordPage key={id} register={register} id={id} more={<OnDuty organisation={id} />} />;
}

function OnDuty({ organisation }: { organisation: string }) {
  const { t } = useTexts();
  const { data } = useQuery(dutiesQuery(organisation));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={t('duty.title')}>
      <DutyNow organisation={organisation} />
    </Section>
  );
}
