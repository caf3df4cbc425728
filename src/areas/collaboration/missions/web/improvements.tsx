import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { get } from '#ui/api/client.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Absence } from '#ui/mark/absence.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordPage } from '#work/contract.ts';
import classes from './mission.module.css';
import { useInTeam } from './mission-acts.ts';

const register = 'register.csip-improvements';

/** Service improvements that the discussion with the CSIP Manager came to, and how far each is. */
export function Improvements() {
  const { names } = useTexts();
  const { detail } = useWorkspace();
  const inTeam = useInTeam();
  const missionId = detail.case.id;
  const query = useQuery({
    queryKey: ['list', 'csip-improvements', { missionId }],
    queryFn: ({ signal }) =>
      get<RecordPage>('/csip-improvements', { missionId, limit: 100 }, signal),
    enabled: inTeam,
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={names.register('csip-improvements')}>
      <ul className={classes.asked}>
        {items.map(({ id, state = '', fields, absence }) => (
          <li key={id}>
            <span>
              <Link to={`/registers/csip-improvements/${id}`}>{String(fields['title'])}</Link>
              <span className={classes.sub}>{String(fields['objective'])}</span>
              {absence != null && <Absence {...absence} />}
            </span>
            <StateMark owner={register} state={state} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
