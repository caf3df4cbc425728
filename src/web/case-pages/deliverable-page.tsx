import { useParams } from '@tanstack/react-router';
import { DeliverablePage } from '#ui/deliverable/deliverable-page.tsx';

export function DeliverableRoute() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return <DeliverablePage key={id} id={id} />;
}
