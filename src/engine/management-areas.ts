/** Management areas of X.1052 §6.2 and the collaboration layer of the Security Plan. */
export type AreaId =
  | 'policy'
  | 'risk'
  | 'organisation'
  | 'assets'
  | 'acquisition'
  | 'operations'
  | 'incidents'
  | 'collaboration';

/** The three aspects of security management (X.1052 §6.2 a to c), and the collaboration of the Security Plan beside them. */
export type AspectId = 'support' | 'system' | 'activities' | 'collaboration';

/** The eight activities of operations and maintenance (X.1052 §12.2). */
export type ActivityId =
  | 'early-warning'
  | 'configuration'
  | 'patch'
  | 'change'
  | 'interconnection'
  | 'remote-access'
  | 'antivirus'
  | 'data-leakage';

/** The procedures that X.1052 §6.2 calls strongly related to security. */
export const procedureCategories = [
  'systems-acquisition',
  'access-control',
  'change-control',
  'monitoring',
  'incident-management',
] as const;

export type ProcedureCategory = (typeof procedureCategories)[number];

export interface Activity {
  readonly id: ActivityId;
  readonly clause: string;
}

export interface ManagementArea {
  readonly id: AreaId;
  readonly clause: string;
  /** What the area consists of, where its document parts it. */
  readonly activities: readonly Activity[];
}

export interface Aspect {
  readonly id: AspectId;
  readonly clause: string;
  readonly areas: readonly ManagementArea[];
}

const activities = (
  [
    'early-warning',
    'configuration',
    'patch',
    'change',
    'interconnection',
    'remote-access',
    'antivirus',
    'data-leakage',
  ] as const
).map((id, at): Activity => ({ id, clause: `X.1052 §12.2.${at + 1}` }));

const area = (id: AreaId, clause: string, parts: readonly Activity[] = []): ManagementArea => ({
  id,
  clause,
  activities: parts,
});

/** The framework as its documents order it: seven management areas in three aspects, then collaboration. */
export const aspects: readonly Aspect[] = [
  {
    id: 'support',
    clause: 'X.1052 §6.2 a',
    areas: [area('organisation', 'X.1052 §9'), area('assets', 'X.1052 §10')],
  },
  {
    id: 'system',
    clause: 'X.1052 §6.2 b',
    areas: [area('policy', 'X.1052 §7'), area('risk', 'X.1052 §8')],
  },
  {
    id: 'activities',
    clause: 'X.1052 §6.2 c',
    areas: [
      area('acquisition', 'X.1052 §11'),
      area('operations', 'X.1052 §12', activities),
      area('incidents', 'X.1052 §13'),
    ],
  },
  {
    id: 'collaboration',
    clause: 'Security Plan §1.2',
    areas: [area('collaboration', 'Security Plan §3 to §6')],
  },
];

export const managementAreas: readonly ManagementArea[] = aspects.flatMap(({ areas }) => areas);

/** Procedures of each activity of an area; those of none come last, under null. */
export function byActivity<T extends { readonly activity?: ActivityId | undefined }>(
  of: ManagementArea,
  procedures: readonly T[],
): { readonly activity: Activity | null; readonly procedures: readonly T[] }[] {
  const grouped = Map.groupBy(
    procedures,
    ({ activity }) => of.activities.find(({ id }) => id === activity) ?? null,
  );
  const rest = grouped.get(null) ?? [];
  return [
    ...of.activities.map((activity) => ({ activity, procedures: grouped.get(activity) ?? [] })),
    ...(rest.length > 0 ? [{ activity: null, procedures: rest }] : []),
  ];
}
