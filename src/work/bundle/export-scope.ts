import type { ReadContext } from '#kernel/command/context.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import type { LoadedCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { FieldReferences } from '#work/registers/titles.ts';
import { type Ceiling, isAbove } from './ceiling.ts';
import type { StayLine } from './contract.ts';
import { bundleLimits } from './limits.ts';

/** What the collecting of every part knows. */
export interface ExportScope {
  readonly context: ReadContext;
  readonly catalogue: Catalogue;
  readonly loaded: LoadedCase;
  readonly recipientId: string;
  readonly ceiling: Ceiling;
  /** The exporting person is of the owner, who is told what stays. A party is told of nothing that it does not see itself. */
  readonly isOwn: boolean;
}

/** A row that may go: `shared` when the recipient may see it by the predicate of row security. */
export interface Candidate {
  readonly id: string;
  readonly shared: boolean;
  readonly label: string;
  readonly tlp: string;
}

/** What goes of one part, and what stays. */
export interface CollectedPart {
  readonly path: string;
  readonly items: readonly object[];
  readonly stays: readonly StayLine[];
  /** Files that the items name. */
  readonly files: readonly { readonly sha256: string; readonly bytes: number }[];
  /** Kind of the trail entries of its items, and their ids. */
  readonly trail: { readonly kind: string; readonly ids: readonly string[] };
}

/** Whether the recipient may see a row: its owner is he, or he stands in its audience. `$2` is the recipient. */
export const sharedWithRecipient = (row: string) =>
  `(${row}.owner_id = $2 or ${row}.audience @> array[$2::uuid])`;

const titlesShown = 5;

/** Parts the rows that go from those that stay, each with its reason. @throws 409 `bundle-too-large` beyond the limit of one part */
export function sift<Row extends Candidate>(
  scope: ExportScope,
  part: string,
  rows: readonly Row[],
  titleOf: (row: Row) => string,
): { goes: Row[]; stays: StayLine[] } {
  if (rows.length > bundleLimits.maxItems) throw tooLarge(part);
  const hidden = scope.isOwn ? rows.filter((row) => !row.shared) : [];
  const seen = rows.filter((row) => row.shared);
  const above = seen.filter((row) => isAbove(scope.ceiling, row));
  return {
    goes: seen.filter((row) => !isAbove(scope.ceiling, row)),
    stays: [
      ...stayed(part, 'not-shared', hidden.map(titleOf)),
      ...stayed(part, 'above-ceiling', above.map(titleOf)),
    ],
  };
}

export function stayed(
  part: string,
  reason: StayLine['reason'],
  titles: readonly string[],
): StayLine[] {
  if (titles.length === 0) return [];
  return [{ part, reason, count: titles.length, titles: titles.slice(0, titlesShown) }];
}

export function tooLarge(part: string) {
  return conflict(
    'bundle-too-large',
    `${part} is beyond what a bundle holds: ${bundleLimits.maxItems} objects a part, ${bundleLimits.maxDataBytes} bytes of data.`,
  );
}

/** Names are given for people, organisations and shared reference data; of records of others, only where they go themselves. */
export function onlyPublicNames(catalogue: Catalogue, references: FieldReferences): void {
  for (const register of [...references.others.keys()]) {
    const declared = catalogue.registers.get(register)?.register;
    if (declared?.class !== 'shared') references.others.delete(register);
  }
}

export const isoOf = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
