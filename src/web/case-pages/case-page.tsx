import { useParams } from '@tanstack/react-router';
import { CasePage } from '#ui/case/case-page.tsx';

export function CaseRoute() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return <CasePage key={id} id={id} />;
}
