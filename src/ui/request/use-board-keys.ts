import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import type { RequestView } from '#work/requests/contract.ts';

export interface BoardKeys {
  readonly table: RefObject<HTMLTableElement | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** The recipient whose answer Tab leads to. */
  readonly reached: string | undefined;
  readonly onReach: (recipientId: string) => void;
}

const answers = 'td a[href]';

/** One answer of a board is reached by Tab, the others by the arrow keys: a board of thirty organisations is one stop on the way. */
export function useBoardKeys(
  requests: readonly RequestView[],
  organisations: readonly string[],
): BoardKeys {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<string>();
  const recipients = requests.flatMap((request) => request.recipients);
  const first = organisations
    .map((id) => requests[0]?.recipients.find((one) => one.organisationId === id))
    .find((one) => one !== undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = table.current === null ? null : nextOf(table.current, event);
    if (to === null) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  return {
    table,
    onKeyDown,
    reached: recipients.some(({ id }) => id === at) ? at : first?.id,
    onReach: setAt,
  };
}

/** Where a key leads from the answer that has the focus, or null. */
function nextOf(table: HTMLTableElement, { key, target }: KeyboardEvent): HTMLElement | null {
  const link = (target as HTMLElement).closest<HTMLElement>(answers);
  const cell = link?.closest('td') ?? null;
  const row = cell?.closest('tr') ?? null;
  if (link === null || cell === null || row === null) return null;
  const beside = [...row.querySelectorAll<HTMLElement>(answers)];
  const index = beside.indexOf(link);
  const rows = [...table.querySelectorAll('tbody tr')];
  const over = (step: number) => {
    const next = rows[rows.indexOf(row) + step];
    return next?.children[cell.cellIndex]?.querySelector<HTMLElement>('a[href]') ?? null;
  };
  switch (key) {
    case 'ArrowRight':
      return beside[index + 1] ?? null;
    case 'ArrowLeft':
      return beside[index - 1] ?? null;
    case 'Home':
      return beside[0] ?? null;
    case 'End':
      return beside.at(-1) ?? null;
    case 'ArrowDown':
      return over(1);
    case 'ArrowUp':
      return over(-1);
    default:
      return null;
  }
}
