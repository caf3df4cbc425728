import { BodyCheck } from './check-body.ts';
import { checkImage } from './check-image.ts';
import type { DocumentFault, Report } from './document-fault.ts';
import type { DocumentModel } from './model.ts';
import { compareVersions } from './version.ts';

/** Raised by the writers for a document that cannot be printed. */
export class UnprintableDocumentError extends Error {
  override readonly name = 'UnprintableDocumentError';
  readonly faults: readonly DocumentFault[];

  constructor(faults: readonly DocumentFault[]) {
    const [first] = faults;
    super(`The document cannot be printed: ${first?.path ?? ''} ${first?.message ?? ''}`);
    this.faults = faults;
  }
}

/** Lists the faults of a document in reading order; an empty list means that it is fit for delivery. */
export function checkDocument(model: DocumentModel): DocumentFault[] {
  const faults: DocumentFault[] = [];
  const report: Report = (severity, code, path, message) =>
    faults.push({ severity, code, path, message });
  checkCover(model, report);
  checkTheme(model, report);
  checkHistory(model, report);
  const body = new BodyCheck(model, report);
  model.sections.forEach((section, i) => void body.section(section, `/sections/${i}`, 1));
  model.annexes.forEach((section, i) => void body.section(section, `/annexes/${i}`, 1));
  return faults;
}

/** Throws an UnprintableDocumentError with every fault of severity `error`. */
export function assertPrintable(model: DocumentModel): void {
  const errors = checkDocument(model).filter((fault) => fault.severity === 'error');
  if (errors.length > 0) throw new UnprintableDocumentError(errors);
}

function checkCover({ cover, labels }: DocumentModel, report: Report): void {
  const required = ['owner', 'organisation', 'project', 'title', 'subject', 'reference'] as const;
  for (const field of required) {
    if (cover[field].trim() === '') {
      report('incomplete', 'cover.missing', `/cover/${field}`, `The cover has no ${field}.`);
    }
  }
  if (!isDate(cover.issueDate)) {
    report('error', 'cover.date', '/cover/issueDate', `"${cover.issueDate}" is not a date.`);
  }
  if (labels.information.trim() === '') {
    report('incomplete', 'label.missing', '/labels/information', 'There is no information label.');
  }
}

function checkTheme({ theme }: DocumentModel, report: Report): void {
  for (const name of ['accent', 'ink', 'muted', 'tint', 'rule'] as const) {
    if (!/^#[0-9a-f]{6}$/i.test(theme[name])) {
      report('error', 'theme.colour', `/theme/${name}`, `"${theme[name]}" is not #rrggbb.`);
    }
  }
  if (theme.ownFont === undefined && [theme.font, theme.headings].includes('own')) {
    report('error', 'theme.font', '/theme/font', 'There is no font of its own.');
  }
  if (theme.logo === null) return;
  const fault = checkImage(theme.logo.image);
  if (fault !== null) report('error', fault.code, '/theme/logo/image', fault.message);
  if (theme.logo.altText.trim() === '') {
    report('incomplete', 'figure.alt', '/theme/logo/altText', 'The logo has no alternative text.');
  }
}

function checkHistory({ history, cover }: DocumentModel, report: Report): void {
  const last = history.at(-1);
  if (last === undefined) {
    report('incomplete', 'history.empty', '/history', 'The document history has no row.');
    return;
  }
  history.forEach((row, i) => {
    const path = `/history/${i}`;
    const previous = history[i - 1];
    if (!isDate(row.date)) report('error', 'history.row', path, `"${row.date}" is not a date.`);
    if (row.actions.length === 0 || row.description.trim() === '' || row.pages.trim() === '') {
      report('incomplete', 'history.row', path, 'The row lacks a description, action or pages.');
    }
    if (previous !== undefined && compareVersions(previous.version, row.version) >= 0) {
      report('incomplete', 'history.order', path, 'The version is not newer than the one before.');
    }
  });
  if (compareVersions(last.version, cover.version) !== 0) {
    const message = 'The last row is not of the version on the cover.';
    report('incomplete', 'history.version', `/history/${history.length - 1}`, message);
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
