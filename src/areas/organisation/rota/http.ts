import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery, type Runner, runQuery } from '#kernel/command/command.ts';
import { isId } from '#kernel/database/ids.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { titlesOf } from '#work/paging.ts';
import { type DutyList, dutyFilters, dutyList } from './contract.ts';
import { dutiesNow } from './queries/on-duty.ts';

const duties = defineQuery({
  id: 'duties.now',
  input: dutyFilters,
  authorise: (principal) =>
    authorise(principal, { permission: 'duty-rotas:read', roles: [anyMember] }),
  run: async (context, { organisation }): Promise<DutyList> => {
    // What is no id names nobody.
    if (organisation !== undefined && !isId(organisation)) return { items: [], titles: {} };
    const items = await dutiesNow(context, { organisationId: organisation ?? null });
    const organisations = items.map(({ ownerId }) => ownerId);
    return dutyList.parse({
      items,
      titles: await titlesOf(context, { organisations, people: [] }),
    });
  },
});

/** Who is on duty now, in the organisations that the reader sees. */
export function dutyRoutes(app: HttpApp, runner: Runner): void {
  app.get(
    '/api/v1/duties',
    { schema: { tags: ['organisation'], querystring: dutyFilters, response: { 200: dutyList } } },
    (request) => runQuery(runner, duties, principalOf(request), request.query),
  );
}
