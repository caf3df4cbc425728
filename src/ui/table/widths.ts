const REM = 16;
const CHECK = 2.5 * REM;
const TITLE = 19 * REM;

/** Pixels of a declared width, which is in rem; the title's when none is declared. */
function pixels(width: string | undefined): number {
  return width === undefined ? TITLE : Number.parseFloat(width) * REM;
}

/** Room for the box to choose a row and every column. */
export function naturalWidth(columns: readonly { readonly width?: string }[]): number {
  return columns.reduce((sum, { width }) => sum + pixels(width), CHECK);
}

/**
 * Widths in pixels that fill a table: what is left over goes to all columns in proportion, to the title three times, because it is the
 * longest and cut first. Nothing is narrower than declared; a table without that room scrolls.
 */
export function fillWidths(
  columns: readonly { readonly width?: string }[],
  available: number,
): number[] {
  const over = Math.max(0, available - naturalWidth(columns));
  const weight = (width: string | undefined) => pixels(width) * (width === undefined ? 3 : 1);
  const all = columns.reduce((sum, { width }) => sum + weight(width), 0);
  return columns.map(({ width }) => Math.floor(pixels(width) + (over * weight(width)) / all));
}
