import type { Procedure } from '#engine/procedure.ts';
import { Terms } from '../glossary/terms.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';

/** What a procedure rests on: its clause and version, the documents that bind it, those it refers to; each code says what it is. */
export function Basis({ definition }: { definition: Procedure }) {
  const { t, formats } = useTexts();
  const { clause, version, applicableDocuments = [], referenceDocuments = [] } = definition;
  const cited = (key: string, documents: readonly string[]) =>
    documents.length === 0 ? [] : [t(key, { documents: formats.list(documents) })];
  return [
    t('procedure.clause', { clause, version }),
    ...cited('procedure.applicable', applicableDocuments),
    ...cited('procedure.reference', referenceDocuments),
  ].map((line) => (
    <span key={line}>
      <Terms>{line}</Terms>
    </span>
  ));
}
