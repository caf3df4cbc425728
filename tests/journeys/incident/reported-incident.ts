import assert from 'node:assert/strict';
import { behind } from '../behind-desk.ts';
import { type Collaborator, germany } from '../collaboration-stage.ts';
import type { Stage } from '../stage.ts';

/** Calls the API as these people do, where another journey shows how it goes on the page. */
export interface Behind {
  readonly get: (who: Collaborator, path: string) => Promise<Record<string, unknown>>;
  /** Returns the id of what came of it. */
  readonly post: (who: Collaborator, path: string, data: object) => Promise<string>;
}

export function behindStage(stage: Stage<Collaborator>): Behind {
  return {
    get: async (who, path) => {
      const { status, body, text } = await behind(await stage.at(who))('GET', path);
      assert.equal(status, 200, text);
      return body;
    },
    post: async (who, path, data) => {
      const { status, body, text } = await behind(await stage.at(who))('POST', path, data);
      assert.ok(status === 200 || status === 201, `${path}: ${text}`);
      const made = (body['case'] ?? body['record'] ?? body) as { id?: string };
      return String(made.id);
    },
  };
}

export async function organisationId({ get }: Behind, name: string): Promise<string> {
  const { items } = (await get('liso', '/organisations?limit=50')) as {
    items: { id: string; fields: { name: string } }[];
  };
  return items.find(({ fields }) => fields.name === name)?.id ?? '';
}

/** An incident of Germany, reported by the Service Desk and accepted; the LISO decided whom it may be told to and who may be asked. */
export async function reportedIncident(
  call: Behind,
  { title, summary }: { readonly title: string; readonly summary: string },
): Promise<string> {
  const origin = await organisationId(call, germany);
  const caseId = await call.post('serviceDesk', '/incident-reports', {
    ...{ title, summary, ticket: `SD-${title}`, category: 'availability' },
    ...{ managedItem: false, originAdministration: origin },
  });
  for (const about of ['tell', 'ask-evidence']) {
    const fields = { about, organisations: [origin], ruling: 'allow', reason: 'No terms yet.' };
    await call.post('liso', '/liso-decisions', { caseId, fields });
  }
  await call.post('manager', `/cases/${caseId}/actions/accept`, {
    fields: { commonDomainImpact: 'yes' },
  });
  return caseId;
}
