import { useParams } from '@tanstack/react-router';
import { CasePage } from '#ui/case/case-page.tsx';
import { areaRoutes } from '../area-routes.ts';

export function CaseRoute() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  return <CasePage key={id} id={id} made={madeFor} />;
}

/** The page that an area made for cases of a procedure. */
function madeFor(procedure: string, id: string) {
  const route = areaRoutes.find(({ ofProcedure }) => ofProcedure === procedure);
  return route === undefined
    ? null
    : { title: route.title, to: route.path.replace('$id', encodeURIComponent(id)) };
}
