import { useParams } from '@tanstack/react-router';
import { RequestPage } from '#ui/request/request-page.tsx';

export function RequestRoute() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return <RequestPage key={id} id={id} />;
}
