/** What a key does in a list whose row `at` is the current one. */
export type GridMove =
  | { readonly kind: 'row'; readonly row: number; readonly extend: boolean }
  | { readonly kind: 'open' | 'peek' | 'select' | 'select-all' | 'close' };

export interface GridKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Rows that a page key moves. */
const PAGE = 15;

/** Arrows and j/k move, Home and End jump, Enter opens, Space looks without leaving, x selects, Escape closes the look. */
export function gridMove(event: GridKey, at: number, rows: number): GridMove | null {
  if (rows === 0) return null;
  const command = event.ctrlKey || event.metaKey;
  const to = (row: number): GridMove => ({
    kind: 'row',
    row: Math.max(0, Math.min(rows - 1, row)),
    extend: event.shiftKey,
  });
  if (command) return event.key === 'a' ? { kind: 'select-all' } : null;
  switch (event.key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return to(at + 1);
    case 'ArrowUp':
    case 'k':
    case 'K':
      return to(at - 1);
    case 'PageDown':
      return to(at + PAGE);
    case 'PageUp':
      return to(at - PAGE);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows - 1);
    case 'Enter':
      return { kind: 'open' };
    case ' ':
      return { kind: 'peek' };
    case 'x':
      return { kind: 'select' };
    case 'Escape':
      return { kind: 'close' };
    default:
      return null;
  }
}
