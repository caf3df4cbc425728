import type { DocumentModel } from './model.ts';
import { formatDate, furnitureTexts } from './texts.ts';
import { formatVersion } from './version.ts';

/** The document control lines of the cover in their order, those that are not given left out (R-DOC-1, R-DOC-7). */
export function coverLines({ cover, language }: DocumentModel): [string, string][] {
  const texts = furnitureTexts(language);
  const lines: [string, string | null][] = [
    [texts.owner, cover.owner],
    [texts.issueDate, formatDate(cover.issueDate, language)],
    [texts.version, formatVersion(cover.version)],
    [texts.reference, cover.reference],
    [texts.frameworkContract, cover.frameworkContract],
    [texts.specificContract, cover.specificContract],
    [texts.contractLine, cover.contractLine],
  ];
  return lines.filter((line): line is [string, string] => line[1] !== null && line[1] !== '');
}
