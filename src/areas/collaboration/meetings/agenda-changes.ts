/** An agenda item as it was proposed. */
export interface AgendaRow {
  readonly position: number;
  readonly topic: string;
  readonly presenter: string;
  readonly durationMinutes: number;
  /** One document a line. */
  readonly documents?: string;
}

/** What became of one topic between two proposals. */
export interface AgendaChange {
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  readonly topic: string;
}

const said = ({ presenter, durationMinutes, documents = '' }: AgendaRow): string =>
  JSON.stringify([presenter, durationMinutes, documents]);

/**
 * What a new proposal changes against the one before, topic by topic in the new order, then what is gone. A topic that only came to stand
 * behind other topics is moved; one that stays in their order is not, although its number is another.
 */
export function agendaChanges(
  before: readonly AgendaRow[],
  after: readonly AgendaRow[],
): AgendaChange[] {
  const old = new Map(before.map((row) => [row.topic, row]));
  const topics = new Set(after.map(({ topic }) => topic));
  const kept = before.filter(({ topic }) => topics.has(topic)).map(({ topic }) => topic);
  const order = after.filter(({ topic }) => old.has(topic)).map(({ topic }) => topic);
  const changes = after.flatMap((row): AgendaChange[] => {
    const { topic } = row;
    const was = old.get(topic);
    if (was === undefined) return [{ change: 'added', topic }];
    if (said(was) !== said(row)) return [{ change: 'changed', topic }];
    return kept.indexOf(topic) === order.indexOf(topic) ? [] : [{ change: 'moved', topic }];
  });
  const gone = before.filter(({ topic }) => !topics.has(topic));
  return [...changes, ...gone.map(({ topic }): AgendaChange => ({ change: 'removed', topic }))];
}
