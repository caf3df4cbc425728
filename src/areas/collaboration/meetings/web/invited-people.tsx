import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { Invited } from '#ui/calendar/invited.tsx';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';

/** In what capacity the holder of an invited role attends. */
const capacities: Readonly<Record<string, string>> = {
  liso: 'liso',
  npm: 'npm',
  'itsm-security-manager': 'itsm',
};

/** Who is invited, with what each answered; whoever records attendance takes it over from here. */
export function InvitedPeople() {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const recorded = useQuery(recordsOfCaseQuery('attendances', detail.case.id)).data?.items ?? [];
  const may = allowedOf(detail, 'record-attendance') !== undefined;
  const known = new Set(recorded.map(({ fields }) => fields['name']));
  return (
    <Invited
      caseId={detail.case.id}
      action={({ id, name, organisationId, role, answer, withdrawnAt }) =>
        may &&
        withdrawnAt === null &&
        !known.has(name) && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t('labelled', {
              label: names.action('procedure.meeting', 'record-attendance'),
              value: name,
            })}
            onClick={() =>
              open('record-attendance', `invited-${id}`, {
                ...{ organisation: organisationId, name, capacity: capacities[role] },
                presence: answer === 'declined' ? 'absent' : 'present',
              })
            }
          >
            {names.action('procedure.meeting', 'record-attendance')}
          </Button>
        )
      }
    />
  );
}
