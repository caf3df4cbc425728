import { evidenceKindOf } from '#areas/collaboration/terms/queries/rules-in-force.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { ActInput } from '#work/catalogue.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { sendRequest } from '#work/requests/send-request.ts';
import type { IncidentFacts } from '../facts.ts';
import { incidentCoordination } from '../procedure.ts';
import { analyses, exhibits } from '../registers.ts';
import { askedForEvidence } from './asking.ts';
import { onlyOfCase, refuseWrongCitation } from './citations.ts';
import { contributorOf, keepRecord } from './keep-record.ts';
import { partiesInRole } from './parties.ts';

type Input = ActInput<IncidentFacts>;

const keepAnalysis =
  (kind: 'report' | 'inconsistent' | 'consistent') =>
  async (context: WriteContext, { case: row, form }: Input): Promise<void> => {
    const at = context.now.toISOString();
    await keepRecord(context, analyses, row, { kind, text: form['analysis'], at });
  };

/** Asks the NISO of the origin, or the administrations that the form names, each for itself. */
async function sendEvidenceRequest(context: WriteContext, { case: row, form }: Input) {
  const named = form['administrations'];
  const asked =
    Array.isArray(named) && named.length > 0
      ? named.map(String)
      : [String(row.fields['originAdministration'])];
  const parties = await partiesInRole(context, row, 'niso');
  if (!asked.every((id) => parties.includes(id))) {
    throw invalidInput([
      {
        path: '/fields/administrations',
        code: 'no-party',
        message: 'Only administrations that take part can be asked: involve them first.',
      },
    ]);
  }
  const urgency = String(form['urgency']);
  await sendRequest(context, incidentCoordination, row, {
    ...{ kind: 'evidence', urgency, subject: String(form['subject']), text: String(form['items']) },
    fields: form['evidence'] === undefined ? {} : { evidence: form['evidence'] },
    recipients: await askedForEvidence(context, row, {
      ...{ urgency, evidence: evidenceKindOf(form['evidence']) },
      recipients: asked.map((organisationId) => ({ organisationId, role: 'niso' })),
    }),
  });
}

interface Answered {
  id: string;
  organisation: string;
  subject: string;
  answered_at: Date;
  answer: {
    readonly information?: string;
    readonly extracts?: readonly Readonly<Record<string, unknown>>[];
  };
}

/** What was answered becomes evidence of the case, once; the administration that gave it and the coordinators see it. */
async function keepAnswers(context: WriteContext, { case: row }: Input): Promise<void> {
  const { rows } = await context.client.query<Answered>({
    name: 'incident-answers',
    text: `select q.id, q.organisation_id as organisation, r.subject, q.answered_at, q.answer
      from request_recipient q join request r on r.owner_id = q.owner_id and r.id = q.request_id
      where q.owner_id = $1 and q.case_id = $2 and q.kind = 'evidence' and q.answer is not null and q.state = 'done'
        and not exists (select from incident_exhibit e where e.owner_id = $1 and e.case_id = $2 and e.answer_of = q.id::text)`,
    values: [row.ownerId, row.id],
  });
  for (const one of rows) {
    const { information } = one.answer;
    const extracts = await onlyOfCase(context, row, one.answer.extracts ?? []);
    const statement = {
      kind: 'other',
      at: one.answered_at.toISOString(),
      from: await nameOf(context, one.organisation),
      subject: one.subject,
      excerpt: information,
    };
    for (const exhibit of [...(information === undefined ? [] : [statement]), ...extracts]) {
      const fields = { ...exhibit, answerOf: one.id, contributedBy: one.organisation };
      await keepRecord(context, exhibits, row, fields, [one.organisation]);
    }
  }
}

async function nameOf(context: WriteContext, organisationId: string): Promise<string> {
  const { rows } = await context.client.query<{ name: string }>({
    name: 'incident-organisation-name',
    text: 'select name from organisation where id = $1',
    values: [organisationId],
  });
  return rows[0]?.name ?? '';
}

async function keepExhibit(context: WriteContext, { case: row, form }: Input): Promise<void> {
  const contributedBy = contributorOf(context, row);
  await refuseWrongCitation(context, row, form);
  await keepRecord(context, exhibits, row, { ...form, contributedBy }, [contributedBy]);
}

/** @throws 404 for evidence of another case */
async function keepExhibitAnalysis(context: WriteContext, { case: row, form }: Input) {
  const found = await findRecord(context, exhibits, String(form['exhibit']), { lock: true });
  if (found['case_id'] !== row.id) throw notFound('record');
  await refuseWrongCitation(context, row, form);
  const { analysis, file, rangeUnit, rangeFrom, rangeTo } = form;
  // Whoever analyses may name the file later, and does not take it away by leaving it out.
  const cited = file == null ? {} : { file, rangeUnit, rangeFrom, rangeTo };
  await updateRecord(context, { register: exhibits }, found, {
    version: null,
    computed: true,
    fields: { analysis, ...cited },
  });
}

export const evidenceEffects = {
  'keep-analysis': keepAnalysis('report'),
  'keep-inconsistency': keepAnalysis('inconsistent'),
  'keep-consistency': keepAnalysis('consistent'),
  'send-evidence-request': sendEvidenceRequest,
  'keep-answers': keepAnswers,
  'keep-exhibit': keepExhibit,
  'keep-exhibit-analysis': keepExhibitAnalysis,
};
