import type { Language } from '#documents/model.ts';

/** What a row of the document history tells: a draft, an agreed modification, a submission, an issue (R-DOC-5). */
export type Delivery =
  | 'first-draft'
  | 'next-draft'
  | 'modified'
  | 'for-review'
  | 'for-approval'
  | 'agreed-for-approval'
  | 'issued';

const words: Readonly<Record<Language, Readonly<Record<Delivery, string>>>> = {
  en: {
    'first-draft': 'First Draft – delivered for internal QC',
    'next-draft': 'Draft – delivered for internal QC',
    modified: 'Modify as discussed with {with} on {on}; internal QC',
    'for-review': 'Submitted for Review',
    'for-approval': 'Submitted for Approval',
    'agreed-for-approval': 'SfA; modify as discussed with {with} on {on}',
    issued: 'Issued for information',
  },
  fr: {
    'first-draft': 'Premier projet – remis au contrôle qualité interne',
    'next-draft': 'Projet – remis au contrôle qualité interne',
    modified: 'Modifié comme convenu avec {with} le {on} ; contrôle qualité interne',
    'for-review': 'Soumis pour relecture',
    'for-approval': 'Soumis pour approbation',
    'agreed-for-approval': 'Soumis pour approbation ; modifié comme convenu avec {with} le {on}',
    issued: 'Diffusé pour information',
  },
  de: {
    'first-draft': 'Erster Entwurf – zur internen Qualitätssicherung',
    'next-draft': 'Entwurf – zur internen Qualitätssicherung',
    modified: 'Geändert wie mit {with} am {on} besprochen; interne Qualitätssicherung',
    'for-review': 'Zur Prüfung vorgelegt',
    'for-approval': 'Zur Genehmigung vorgelegt',
    'agreed-for-approval': 'Zur Genehmigung vorgelegt; geändert wie mit {with} am {on} besprochen',
    issued: 'Zur Kenntnisnahme herausgegeben',
  },
};

/** The description of a row of the document history when its writer gives none, in the document's language. */
export function deliveryWords(
  language: Language,
  delivery: Delivery,
  discussion: { readonly on: string; readonly with: string } | null,
): string {
  return words[language][delivery]
    .replace('{with}', () => discussion?.with ?? '')
    .replace('{on}', () => discussion?.on ?? '');
}
