import { useParams } from '@tanstack/react-router';
import { EvidencePage } from '#ui/evidence/evidence-page.tsx';

export function EvidenceRoute() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return <EvidencePage key={id} id={id} />;
}
