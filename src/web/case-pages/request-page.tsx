import { useParams } from '@tanstack/react-router';
import { RequestPage } from '#ui/request/request-page.tsx';
import { areaRoutes } from '../area-routes.ts';

export function RequestRoute() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return <RequestPage key={id} id={id} made={madeFor} />;
}

/** The page that an area made for requests of a kind. */
function madeFor(procedure: string, kind: string, id: string) {
  const route = areaRoutes.find(
    ({ ofRequest }) => ofRequest?.procedure === procedure && ofRequest.kind === kind,
  );
  return route === undefined
    ? null
    : { title: route.title, to: route.path.replace('$id', encodeURIComponent(id)) };
}
