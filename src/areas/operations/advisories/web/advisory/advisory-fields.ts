/** The values of an advisory's record, with their types; whatever is absent is null. */
export interface AdvisoryFields {
  readonly source: string;
  readonly sourceId: string;
  readonly title: string;
  readonly publisher: string;
  readonly summary: string | null;
  readonly recommendation: string | null;
  readonly trackingStatus: string | null;
  readonly severity: string | null;
  readonly severityScore: number | null;
  readonly severityVector: string | null;
  readonly exploited: boolean;
  readonly kevDueDate: string | null;
  readonly epss: number | null;
  readonly epssPercentile: number | null;
  readonly publishedAt: string | null;
  readonly issuedAt: string | null;
  readonly withdrawnAt: string | null;
  readonly supersededBy: string | null;
  readonly revision: string | null;
  readonly language: string | null;
  readonly aliases: readonly string[];
  readonly tlpLabel: 'CLEAR' | 'GREEN' | 'AMBER' | null;
}

const tlps = ['CLEAR', 'GREEN', 'AMBER'] as const;

export function advisoryFields(fields: Readonly<Record<string, unknown>>): AdvisoryFields {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
  const number = (name: string) => (typeof fields[name] === 'number' ? fields[name] : null);
  const aliases = fields['aliases'];
  return {
    source: text('source') ?? '',
    sourceId: text('sourceId') ?? '',
    title: text('title') ?? text('sourceId') ?? '',
    publisher: text('publisher') ?? '',
    summary: text('summary'),
    recommendation: text('recommendation'),
    trackingStatus: text('trackingStatus'),
    severity: text('severity'),
    severityScore: number('severityScore'),
    severityVector: text('severityVector'),
    exploited: fields['exploited'] === true,
    kevDueDate: text('kevDueDate'),
    epss: number('epss'),
    epssPercentile: number('epssPercentile'),
    publishedAt: text('publishedAt'),
    issuedAt: text('issuedAt'),
    withdrawnAt: text('withdrawnAt'),
    supersededBy: text('supersededBy'),
    revision: text('revision'),
    language: text('language'),
    aliases: Array.isArray(aliases) ? aliases.map(String) : [],
    tlpLabel: tlps.find((one) => one === fields['tlpLabel']) ?? null,
  };
}
