import assert from 'node:assert/strict';
import { sha256Hex } from '#engine/canonical.ts';
import { content, questionnaire } from './mission-content.ts';
import type { Asked, MissionDesk } from './mission-desk.ts';

export const today = new Date().toISOString().slice(0, 10);
export const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The period that a programme is submitted with. */
export const period = { startsOn: inDays(5), endsOn: inDays(40) };

export const refusals = (body: Record<string, unknown>) =>
  (body['refusals'] as { name?: string }[]).map(({ name }) => name);

export function controlOf(desk: MissionDesk, number: string): string {
  const found = desk.controls.get(number);
  assert.ok(found !== undefined, `control ${number} of the catalogue`);
  return found;
}

/** Plans the mission as the content says: objectives, controls, contacts, questions, information, interviews. */
export async function plan(desk: MissionDesk, id: string): Promise<void> {
  const set = (action: string, fields: object) => desk.act('manager', id, action, { fields });
  const placed = <T extends { readonly organisation?: 'de' | 'host' }>({
    organisation,
    ...one
  }: T) => ({
    ...one,
    ...(organisation === undefined ? {} : { organisation: desk.organisations[organisation] }),
  });
  await set('set-objectives', { objectives: content.objectives });
  await set('set-controls', {
    controls: content.controls.map((one) => ({ ...one, control: controlOf(desk, one.control) })),
  });
  await set('set-contacts', { contacts: content.contacts.map(placed) });
  await set('set-questions', {
    questions: questionnaire.map((one) => ({
      ...one,
      addressee: one.number > 10 && one.number <= 20 ? 'both' : 'administration',
    })),
  });
  await set('set-access', {
    access: content.access.map(({ inDays: days, ...one }) => ({
      ...placed(one),
      dueOn: inDays(days),
    })),
  });
  const strange = await desk.act(
    ...(['manager', id, 'set-interviews'] as const),
    {
      fields: {
        interviews: content.interviews.map((one) => ({
          ...{ ...placed(one), person: desk.people['manager']?.id },
        })),
      },
    },
    422,
  );
  assert.match(strange.text, /interviews\/0\/person.*other-organisation/);
  await set('set-interviews', {
    interviews: content.interviews.map((one, index) => ({
      ...placed(one),
      ...{ plannedAt: `${inDays(12 + index)}T09:00:00.000Z`, place: 'Bonn, and by video' },
      ...(index === 2 ? { person: desk.people['delegatede']?.id } : {}),
    })),
  });
}

/** The national project manager of Germany nominates a delegate for the mission. Returns on whose behalf he then acts. */
export async function delegated(desk: MissionDesk, id: string): Promise<string> {
  const until = new Date(Date.now() + 60 * 86_400_000).toISOString();
  const { delegatede, npmde } = desk.people;
  const body = { personId: delegatede?.id, role: 'npm', until };
  const answer = await desk.call('npmde')('POST', `/cases/${id}/delegations`, body);
  assert.equal(answer.status, 201, answer.text);
  await desk.signInAgain('delegatede');
  return npmde?.id ?? '';
}

/** A mission whose programme is approved: from here on it collects. Returns the case and its programme. */
export async function collecting(desk: MissionDesk, title: string): Promise<[string, string]> {
  const id = await desk.opened(title, {
    ...desk.scope,
    targets: ['administration', 'third-party'],
  });
  await desk.act('manager', id, 'accept');
  await plan(desk, id);
  const programme = await desk.submitted(id, 'mission-programme');
  await desk.act('manager', id, 'submit-programme', { fields: period });
  await desk.approved(programme);
  await desk.act('liso', id, 'approve-programme');
  return [id, programme];
}

/** The twelve findings as the action `add-finding` takes them; the second has neither evidence nor a note. */
export function findingsOf(desk: MissionDesk): object[] {
  return content.findings.map(({ control, ...finding }, index) => ({
    ...finding,
    ...{ control: controlOf(desk, control), organisation: desk.organisations.de },
    ...(index === 1
      ? {}
      : {
          evidence: [
            {
              kind: 'questionnaire',
              reference: `Questions ${index * 5 + 1} to ${index * 5 + 5}`,
            },
            { kind: 'interview-minutes', reference: `Interview ${(index % 6) + 1}` },
            ...(index % 4 === 0
              ? [
                  {
                    ...{ kind: 'document', reference: 'Report of the audit of June 2024' },
                    digest: sha256Hex(finding.title),
                  },
                ]
              : []),
          ],
        }),
  }));
}

/** The national project manager of Germany hands a file over in answer to a request; its reference. */
export async function handOver(
  desk: Pick<MissionDesk, 'call'>,
  caseId: string,
  request: Pick<Asked, 'recipients'>,
  fileName: string,
  text: string,
): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const call = desk.call('npmde');
  const upload = await call('POST', '/uploads', {
    ...{ caseId, recipientId: request.recipients[0]?.id, fileName, mediaType: 'text/csv' },
    ...{ bytes: bytes.length, sha256: sha256Hex(text) },
  });
  assert.equal(upload.status, 201, upload.text);
  const id = String(upload.body['id']);
  const part = await call('PATCH', `/uploads/${id}`, bytes, { 'upload-offset': '0' });
  assert.ok(part.status < 300, part.text);
  const kept = await call('POST', '/evidence', {
    ...{ uploadId: id, kind: 'document', title: fileName, collectedBy: 'Dr Anke Vogt' },
    collectedAt: new Date().toISOString(),
  });
  assert.equal(kept.status, 201, kept.text);
  const { body } = await call('GET', `/evidence/${String(kept.body['id'])}`);
  return (body['evidence'] as { reference: string }).reference;
}
