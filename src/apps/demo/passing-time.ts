import { relayEvents } from '#kernel/outbox/relay.ts';
import { sendInvitations } from '#work/calendar/send-invitations.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { deliverNotice, type NoticeSettings } from '#work/notifications/deliver-notice.ts';
import type { DemoDesk } from './demo-desk.ts';

const dayMs = 86_400_000;
/** Notices older than this were read long ago: they are not delivered. */
const noticeDays = 6;
/** Mails of the demonstration's people go nowhere: they stay in the log. */
const notices: NoticeSettings = {
  mail: { maxTlp: 'GREEN', sends: false, domain: 'demo.test' },
  baseUrl: 'http://localhost:8080',
};

/** What is told or was done already, and needs no worker any more. */
const told = ['notify-roles', 'send-invitations', 'import', 'send-mail'];

interface Request {
  readonly id: string;
  readonly kind: string;
  readonly payload: Record<string, unknown>;
}

/** The weeks before today in which the demonstration happened: what the worker does by the clock is done here by the demonstration's clock. */
export class PassingTime {
  readonly #desk: DemoDesk;
  /** Midnight of today, UTC. */
  readonly #today: number;

  constructor(desk: DemoDesk, present: Date) {
    this.#desk = desk;
    this.#today = Math.floor(present.getTime() / dayMs) * dayMs;
  }

  /** So many days before today (negative) at a time of day; days ahead are for what is planned. */
  at(day: number, time = '08:00'): Date {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return new Date(this.#today + day * dayMs + (hours * 60 + minutes) * 60_000);
  }

  /** The day of an instant, counted from today. */
  dayOf(instant: Date): number {
    return Math.floor((instant.getTime() - this.#today) / dayMs);
  }

  /** Moves the clock there, and lets happen at each midnight between what falls due. Never back. */
  async goTo(instant: Date): Promise<void> {
    const { clock } = this.#desk.parts;
    for (;;) {
      const now = clock.now().getTime();
      const midnight = (Math.floor(now / dayMs) + 1) * dayMs;
      if (midnight > instant.getTime()) break;
      this.#desk.step();
      clock.set(new Date(midnight));
      await this.#fallDue();
    }
    if (instant > clock.now()) clock.set(instant);
  }

  async #fallDue(): Promise<void> {
    const { catalogue, log } = this.#desk.parts;
    while ((await sweepDeadlines({ runner: this.#desk.parts, catalogue, log })) > 0);
    await this.settle();
  }

  /** Hands events to their reactions until none is left, and delivers what people were to be told lately. */
  async settle(): Promise<void> {
    const { catalogue, log } = this.#desk.parts;
    const { reactions } = catalogue;
    let waiting = await this.#waiting();
    for (; waiting.events; waiting = await this.#waiting()) {
      while ((await relayEvents({ runner: this.#desk.parts, reactions, log })) > 0);
      this.#desk.step();
    }
    if (waiting.requests) await this.#tell();
  }

  /** Most steps leave nothing that anybody reacts to. */
  async #waiting(): Promise<{ events: boolean; requests: boolean }> {
    const { database, catalogue } = this.#desk.parts;
    const names = [...new Set(catalogue.reactions.map(({ on }) => on))];
    return database.transaction(
      { role: 'owner', scope: [], person: null, readOnly: true },
      async ({ client }) => {
        const { rows } = await client.query<{ events: boolean; requests: boolean }>({
          name: 'demo-waiting',
          text: `select exists (select from outbox_event where relayed_at is null and name = any ($1::text[])) as events,
            exists (select from job_request where kind = any ($2::text[])) as requests`,
          values: [names, told],
        });
        return rows[0] ?? { events: false, requests: false };
      },
    );
  }

  async #tell(): Promise<void> {
    const { database, clock } = this.#desk.parts;
    // Imports were read at once; their jobs would find nothing to do.
    const requests = await database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => {
        const { rows } = await client.query<Request>(
          'delete from job_request where kind = any ($1::text[]) returning id, kind, payload',
          [told],
        );
        return rows;
      },
    );
    for (const { payload } of requests.filter(({ kind }) => kind === 'send-invitations')) {
      const { parts } = this.#desk;
      const settings = { ...notices, mailbox: 'meetings@demo.test' };
      await sendInvitations(parts, parts.catalogue, settings, payload);
    }
    if (clock.now().getTime() < this.#today - noticeDays * dayMs) return;
    const notes = requests.filter(({ kind }) => kind === 'notify-roles');
    for (const { id, payload } of notes.sort((one, other) => (one.id < other.id ? -1 : 1))) {
      await deliverNotice(this.#desk.parts, notices, id, payload);
    }
  }
}
