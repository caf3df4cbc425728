/**
 * A document version, written edition.revision: '1.05' is edition 1, revision 05 (R-DOC-3). Edition 0 is what its
 * authors and their quality control see; edition 1 begins with the first submission for review.
 */
export type DocumentVersion = { readonly edition: number; readonly revision: number };

/** What a revision did to the pages it names: I = Insert, R = Replace (R-DOC-4). */
export type HistoryAction = 'I' | 'R';

/** The version of a first draft, 0.01. */
export const FIRST_DRAFT: DocumentVersion = { edition: 0, revision: 1 };

const WRITTEN = /^(0|[1-9]\d{0,3})\.(\d{2,4})$/;

/** Reads '1.05'. Revisions are written with two digits at least. Throws a RangeError naming the text otherwise. */
export function parseVersion(text: string): DocumentVersion {
  const match = WRITTEN.exec(text);
  if (match === null || match[1] === undefined || match[2] === undefined) {
    throw new RangeError(
      `"${text}" is not a version: write edition.revision with a revision of two digits, such as 1.05`,
    );
  }
  const version = { edition: Number(match[1]), revision: Number(match[2]) };
  if (formatVersion(version) !== text) {
    throw new RangeError(`"${text}" is not a version: did you mean ${formatVersion(version)}?`);
  }
  return version;
}

/** Writes a version as edition.revision, the revision with two digits at least: '1.05'. */
export function formatVersion(version: DocumentVersion): string {
  return `${version.edition}.${formatRevision(version)}`;
}

/** The revision alone as the history table prints it: '05'. */
export function formatRevision(version: DocumentVersion): string {
  return String(version.revision).padStart(2, '0');
}

/** The version of the next delivery or agreed modification: 1.04 becomes 1.05 (R-DOC-3). */
export function nextRevision(version: DocumentVersion): DocumentVersion {
  return { edition: version.edition, revision: version.revision + 1 };
}

/** The version that opens the next edition: 1.05 becomes 2.00. */
export function nextEdition(version: DocumentVersion): DocumentVersion {
  return { edition: version.edition + 1, revision: 0 };
}

/**
 * The version under which a document is submitted for review: the first submission raises the edition from 0 to 1
 * (0.01 becomes 1.00), each later one raises the revision (R-DOC-3).
 */
export function versionForSubmission(version: DocumentVersion): DocumentVersion {
  return version.edition === 0 ? nextEdition(version) : nextRevision(version);
}

/** Sorts versions: negative when a is older than b, zero when they are the same. */
export function compareVersions(a: DocumentVersion, b: DocumentVersion): number {
  return a.edition - b.edition || a.revision - b.revision;
}

/** Reads the Action column: 'I', 'R' or 'I, R' (R-DOC-4). Throws a RangeError for anything else. */
export function parseActions(text: string): HistoryAction[] {
  const actions = text.split(',').map((part) => part.trim());
  if (!actions.every(isAction) || new Set(actions).size !== actions.length) {
    throw new RangeError(`"${text}" is not an action: write I (insert), R (replace) or both`);
  }
  return sortActions(actions.filter(isAction));
}

/** Writes the Action column, Insert before Replace: 'I, R' (R-DOC-4). */
export function formatActions(actions: readonly HistoryAction[]): string {
  return sortActions(actions).join(', ');
}

function sortActions(actions: readonly HistoryAction[]): HistoryAction[] {
  return [...new Set(actions)].sort();
}

function isAction(text: string): text is HistoryAction {
  return text === 'I' || text === 'R';
}
