/** One thing to filter by, with its choices, or none where text is typed. */
export interface FilterOption {
  readonly field: string;
  readonly title: string;
  readonly choices: readonly { readonly value: string; readonly title: string }[] | null;
  /** Register whose records are the choices, found by typing. */
  readonly to?: string;
  /** A day: the filter is a stretch of them. */
  readonly days?: true;
}
