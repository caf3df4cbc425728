const REM = 16;
const CHECK = 2.5 * REM;
const TITLE = 17 * REM;

/** Pixels of a declared width, which is in rem; the title's when none is declared. */
function pixels(width: string | undefined): number {
  return width === undefined ? TITLE : Number.parseFloat(width) * REM;
}

/** Room for the box to choose a row and every column. */
export function naturalWidth(columns: readonly { readonly width?: string }[]): number {
  return columns.reduce((sum, { width }) => sum + pixels(width), CHECK);
}

/**
 * Widths in pixels that fill a table: what is left over goes to all columns in proportion, so that no value is cut while the title stands in
 * empty space. Nothing is narrower than declared; a table without that room scrolls.
 */
export function fillWidths(
  columns: readonly { readonly width?: string }[],
  available: number,
): number[] {
  const natural = naturalWidth(columns);
  const factor = Math.max(1, (available - CHECK) / (natural - CHECK));
  return columns.map(({ width }) => Math.floor(pixels(width) * factor));
}
