import type { HistoryRow, Language, SignOff } from './model.ts';
import { formatActions, formatRevision } from './version.ts';

/** The words that the writers add to a document, in its language. */
export type FurnitureTexts = {
  readonly owner: string;
  readonly issueDate: string;
  readonly version: string;
  readonly organisation: string;
  readonly programme: string;
  readonly project: string;
  readonly subject: string;
  readonly reference: string;
  readonly referenceShort: string;
  readonly frameworkContract: string;
  readonly specificContract: string;
  readonly contractLine: string;
  readonly label: string;
  readonly history: string;
  readonly historyColumns: readonly [string, string, string, string, string, string];
  readonly actionLegend: string;
  readonly signOff: string;
  readonly signOffColumns: readonly [string, string, string, string];
  readonly signOffActs: Readonly<Record<SignOff['act'], string>>;
  readonly contents: string;
  readonly tables: string;
  readonly figures: string;
  readonly table: string;
  readonly figure: string;
  readonly annex: string;
  readonly section: string;
  readonly page: string;
  readonly of: string;
  readonly blank: string;
  readonly empty: string;
  readonly continued: string;
  readonly skip: string;
  readonly tones: Readonly<Record<'note' | 'important' | 'warning', string>>;
};

const en: FurnitureTexts = {
  owner: 'Owner',
  issueDate: 'Issue date',
  version: 'Version',
  organisation: 'Organisation',
  programme: 'Programme',
  project: 'Project',
  subject: 'Subject',
  reference: 'Reference',
  referenceShort: 'REF',
  frameworkContract: 'Framework contract',
  specificContract: 'Specific contract',
  contractLine: 'Contract line',
  label: 'Information label',
  history: 'Document history',
  historyColumns: ['Edi.', 'Rev.', 'Date', 'Description', 'Action (*)', 'Pages'],
  actionLegend: '(*) Action: I = Insert, R = Replace',
  signOff: 'Approval',
  signOffColumns: ['Step', 'Name', 'Organisation', 'Date'],
  signOffActs: {
    prepared: 'Prepared',
    controlled: 'Quality control',
    reviewed: 'Reviewed',
    approved: 'Approved',
  },
  contents: 'Table of contents',
  tables: 'Table of tables',
  figures: 'Table of figures',
  table: 'Table',
  figure: 'Figure',
  annex: 'Annex',
  section: 'section',
  page: 'Page',
  of: 'of',
  blank: 'Blank for duplex printing',
  empty: 'None',
  continued: 'continued',
  skip: 'Skip to the content',
  tones: { note: 'Note', important: 'Important', warning: 'Warning' },
};

const fr: FurnitureTexts = {
  owner: 'Propriétaire',
  issueDate: 'Date d’émission',
  version: 'Version',
  organisation: 'Organisation',
  programme: 'Programme',
  project: 'Projet',
  subject: 'Objet',
  reference: 'Référence',
  referenceShort: 'RÉF',
  frameworkContract: 'Contrat-cadre',
  specificContract: 'Contrat spécifique',
  contractLine: 'Ligne du contrat',
  label: 'Marquage',
  history: 'Historique du document',
  historyColumns: ['Éd.', 'Rév.', 'Date', 'Description', 'Action (*)', 'Pages'],
  actionLegend: '(*) Action : I = insertion, R = remplacement',
  signOff: 'Validation',
  signOffColumns: ['Étape', 'Nom', 'Organisation', 'Date'],
  signOffActs: {
    prepared: 'Rédaction',
    controlled: 'Contrôle qualité',
    reviewed: 'Examen',
    approved: 'Approbation',
  },
  contents: 'Table des matières',
  tables: 'Liste des tableaux',
  figures: 'Liste des figures',
  table: 'Tableau',
  figure: 'Figure',
  annex: 'Annexe',
  section: 'section',
  page: 'Page',
  of: 'sur',
  blank: 'Page laissée vierge pour l’impression recto verso',
  empty: 'Néant',
  continued: 'suite',
  skip: 'Aller au contenu',
  tones: { note: 'Remarque', important: 'Important', warning: 'Avertissement' },
};

const de: FurnitureTexts = {
  owner: 'Eigentümer',
  issueDate: 'Ausgabedatum',
  version: 'Version',
  organisation: 'Organisation',
  programme: 'Programm',
  project: 'Projekt',
  subject: 'Betreff',
  reference: 'Aktenzeichen',
  referenceShort: 'AZ',
  frameworkContract: 'Rahmenvertrag',
  specificContract: 'Einzelvertrag',
  contractLine: 'Vertragsposition',
  label: 'Kennzeichnung',
  history: 'Dokumenthistorie',
  historyColumns: ['Ausg.', 'Rev.', 'Datum', 'Beschreibung', 'Aktion (*)', 'Seiten'],
  actionLegend: '(*) Aktion: I = Einfügung, R = Ersetzung',
  signOff: 'Freigabe',
  signOffColumns: ['Schritt', 'Name', 'Organisation', 'Datum'],
  signOffActs: {
    prepared: 'Erstellt',
    controlled: 'Qualitätskontrolle',
    reviewed: 'Geprüft',
    approved: 'Genehmigt',
  },
  contents: 'Inhaltsverzeichnis',
  tables: 'Tabellenverzeichnis',
  figures: 'Abbildungsverzeichnis',
  table: 'Tabelle',
  figure: 'Abbildung',
  annex: 'Anhang',
  section: 'Abschnitt',
  page: 'Seite',
  of: 'von',
  blank: 'Leerseite für den beidseitigen Druck',
  empty: 'Keine',
  continued: 'Fortsetzung',
  skip: 'Zum Inhalt springen',
  tones: { note: 'Hinweis', important: 'Wichtig', warning: 'Warnung' },
};

const TEXTS: Readonly<Record<Language, FurnitureTexts>> = { en, fr, de };

/** The furniture of a document in its language. */
export function furnitureTexts(language: Language): FurnitureTexts {
  return TEXTS[language];
}

/** Writes an ISO calendar date as the language's administrations do: 30/04/2010, in German 30.04.2010. */
export function formatDate(date: string, language: Language): string {
  const parts = date.split('-').reverse();
  return parts.join(language === 'de' ? '.' : '/');
}

/** The six cells of a row of the history table: edition, revision, date, description, action, pages (R-DOC-2). */
export function historyCells(row: HistoryRow, language: Language): string[] {
  return [
    String(row.version.edition),
    formatRevision(row.version),
    formatDate(row.date, language),
    row.description,
    formatActions(row.actions),
    row.pages,
  ];
}

/** The four cells of a row of the sign-off: step, name, organisation, date. */
export function signOffCells(row: SignOff, language: Language): string[] {
  const step = furnitureTexts(language).signOffActs[row.act];
  return [step, row.name, row.organisation, formatDate(row.date, language)];
}
