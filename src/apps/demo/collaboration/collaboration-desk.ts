import { reportIncident } from '#areas/collaboration/incident-coordination/commands/report-incident.ts';
import type { AnswerInput } from '#work/calendar/contract.ts';
import { answerInvitation } from '#work/calendar/invitations.ts';
import { deliverableOperations } from '#work/deliverables/deliverable-operations.ts';
import type { SendRequestInput } from '#work/requests/contract.ts';
import { listRequests } from '#work/requests/read-requests.ts';
import { actOnRecipientCommand, sendRequestCommand } from '#work/requests/request-commands.ts';
import type { DemoDesk } from '../demo-desk.ts';

/** The people of the collaboration by what they do. */
export const people = {
  requester: 'taxud@demo.test',
  liso: 'liso@demo.test',
  manager: 'itsm@demo.test',
  quality: 'csip@demo.test',
  assurance: 'qac@demo.test',
  serviceDesk: 'desk.itsm@demo.test',
  officer: 'officer.itsm@demo.test',
  npmDe: 'npm.de@demo.test',
  npmFr: 'npm.fr@demo.test',
  nisoDe: 'niso.de@demo.test',
  nisoFr: 'niso.fr@demo.test',
} as const;

/** What a line of a document history says. */
const historyRow = { changes: ['insert'], pages: 'All' };

/** Steps of the collaboration, each a command of the product as the person in whose name it stands. */
export class CollaborationDesk {
  readonly desk: DemoDesk;
  readonly #deliverables: ReturnType<typeof deliverableOperations>;
  readonly #send: ReturnType<typeof sendRequestCommand>;
  readonly #answer: ReturnType<typeof actOnRecipientCommand>;
  readonly #report: ReturnType<typeof reportIncident>;

  constructor(desk: DemoDesk) {
    const { catalogue } = desk.parts;
    this.desk = desk;
    this.#deliverables = deliverableOperations(catalogue);
    this.#send = sendRequestCommand(catalogue);
    this.#answer = actOnRecipientCommand(catalogue);
    this.#report = reportIncident(catalogue);
  }

  async open(procedure: string, title: string, fields: object): Promise<string> {
    return (await this.desk.open(people.requester, procedure, title, fields)).id;
  }

  async report(fields: object): Promise<string> {
    return (await this.desk.run(people.serviceDesk, this.#report, fields)).id;
  }

  async act(
    who: string,
    caseId: string,
    action: string,
    fields: object = {},
    comment: string | null = null,
  ): Promise<void> {
    await this.desk.act(who, caseId, action, fields, comment);
  }

  /** Answers an invitation. */
  async invited(
    who: string,
    caseId: string,
    answer: AnswerInput['answer'],
    remark: string | null = null,
  ): Promise<void> {
    await this.desk.run(who, answerInvitation, { caseId, answer, remark });
  }

  async ask(who: string, request: Partial<SendRequestInput>): Promise<void> {
    await this.desk.run(who, this.#send, request);
  }

  /** Acts on every open request of one kind that waits for this person in the case. */
  async answer(
    who: string,
    caseId: string,
    kind: string,
    action: string,
    fieldsOf: (asked: Readonly<Record<string, unknown>>) => object = () => ({}),
    comment: string | null = null,
  ): Promise<void> {
    const { items } = await this.desk.ask(who, listRequests, { caseId, kind, limit: 100 });
    for (const { id: requestId, recipients, fields } of items) {
      for (const { id: recipientId, mine, open, answeredAt } of recipients) {
        if (!mine || !open || answeredAt !== null) continue;
        await this.desk.run(who, this.#answer, {
          ...{ requestId, recipientId, action, comment },
          fields: fieldsOf(fields),
        });
      }
    }
  }

  /** The sender decides about every answer of a kind. */
  async decide(who: string, caseId: string, kind: string, action: string): Promise<void> {
    const { items } = await this.desk.ask(who, listRequests, { caseId, kind, limit: 100 });
    for (const { id: requestId, recipients } of items) {
      for (const { id: recipientId, state } of recipients) {
        if (state !== 'done') continue;
        await this.desk.run(who, this.#answer, { requestId, recipientId, action, comment: null });
      }
    }
  }

  async write(who: string, caseId: string, type: string): Promise<string> {
    return this.desk.run(who, this.#deliverables.create, { caseId, type, language: 'en' });
  }

  /** The author types what stands in sections of a document. */
  async typed(who: string, deliverableId: string, texts: Record<string, string>): Promise<void> {
    await this.desk.run(who, this.#deliverables.edit, { deliverableId, version: null, texts });
  }

  async document(
    who: string,
    deliverableId: string,
    action: string,
    comment: string | null = null,
    form: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const fields = ['qc-pass', 'review-ok'].includes(action) ? historyRow : form;
    await this.desk.run(who, this.#deliverables.act, { deliverableId, action, comment, fields });
  }

  /** Records of a register that hang on a case, as a person sees them. */
  async rows(who: string, register: string, caseId: string) {
    const { list } = this.desk.register(register);
    return (await this.desk.ask(who, list, { limit: 200, filters: { caseId } })).items;
  }

  /** The id of a shared record by one of its fields. */
  async find(register: string, field: string, value: string): Promise<string> {
    const { list } = this.desk.register(register);
    const { items } = await this.desk.ask(people.liso, list, { limit: 200, filters: {} });
    const found = items.find(({ fields }) => fields[field] === value);
    if (found === undefined) throw new Error(`no ${register} ${value}`);
    return found.id;
  }
}
