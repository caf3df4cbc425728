import type { DocumentModel, Language, Section, Theme } from './model.ts';

interface Words {
  readonly title: string;
  readonly subject: string;
  readonly owner: string;
  readonly history: string;
  readonly section: string;
  readonly text: string;
  readonly subsection: string;
  readonly link: string;
  readonly note: string;
  readonly noteText: string;
  readonly caption: string;
  readonly heads: readonly [string, string, string];
  readonly rows: readonly (readonly [string, string, string])[];
  readonly items: readonly string[];
  readonly limited: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'How your documents look',
    subject: 'A specimen of the house style',
    owner: 'Security management',
    history: 'First draft – delivered for internal QC',
    section: 'Headings, text and lists',
    text: 'Headings, rules and links take the first colour, text the second, small print the third. Every document of your organisation is printed like this page, from the next version that is handed in; what was released stays as it was.',
    subsection: 'Tables and notes',
    link: 'A link looks like this',
    note: 'A note',
    noteText: 'Heads of tables and notes stand on the light ground.',
    caption: 'Systems and their owners',
    heads: ['System', 'Owner', 'Level'],
    rows: [
      ['New Computerised Transit System', 'Directorate-General', 'Strategic'],
      ['Common Communication Network', 'Contractor', 'Critical'],
      ['VAT Information Exchange System', 'National administration', 'Critical'],
    ],
    items: ['One point of a list', 'Another point, which is a little longer than the first one'],
    limited: 'LIMITED',
  },
  fr: {
    title: 'L’aspect de vos documents',
    subject: 'Un spécimen de la charte graphique',
    owner: 'Gestion de la sécurité',
    history: 'Premier projet – remis au contrôle qualité interne',
    section: 'Titres, texte et listes',
    text: 'Les titres, les filets et les liens prennent la première couleur, le texte la deuxième, les petits caractères la troisième. Chaque document de votre organisation est imprimé comme cette page à partir de la prochaine version remise ; ce qui a été diffusé reste inchangé.',
    subsection: 'Tableaux et remarques',
    link: 'Un lien a cet aspect',
    note: 'Une remarque',
    noteText: 'Les en-têtes de tableaux et les remarques se détachent sur le fond clair.',
    caption: 'Systèmes et responsables',
    heads: ['Système', 'Responsable', 'Niveau'],
    rows: [
      ['Nouveau système de transit informatisé', 'Direction générale', 'Stratégique'],
      ['Réseau commun de communication', 'Prestataire', 'Critique'],
      ['Échange d’informations sur la TVA', 'Administration nationale', 'Critique'],
    ],
    items: ['Un point de liste', 'Un autre point, un peu plus long que le premier'],
    limited: 'LIMITED',
  },
  de: {
    title: 'So sehen Ihre Dokumente aus',
    subject: 'Ein Muster der Hausgestaltung',
    owner: 'Sicherheitsmanagement',
    history: 'Erster Entwurf – zur internen Qualitätssicherung',
    section: 'Überschriften, Text und Listen',
    text: 'Überschriften, Linien und Verweise haben die erste Farbe, Text die zweite, Kleingedrucktes die dritte. Jedes Dokument Ihrer Organisation wird ab der nächsten vorgelegten Fassung wie diese Seite gedruckt; was herausgegeben ist, bleibt, wie es war.',
    subsection: 'Tabellen und Hinweise',
    link: 'So sieht ein Verweis aus',
    note: 'Ein Hinweis',
    noteText: 'Tabellenköpfe und Hinweise stehen auf dem hellen Grund.',
    caption: 'Systeme und ihre Eigentümer',
    heads: ['System', 'Eigentümer', 'Stufe'],
    rows: [
      ['Neues EDV-gestütztes Versandverfahren', 'Generaldirektion', 'Strategisch'],
      ['Gemeinsames Kommunikationsnetz', 'Auftragnehmer', 'Kritisch'],
      ['MwSt-Informationsaustauschsystem', 'Nationale Verwaltung', 'Kritisch'],
    ],
    items: ['Ein Punkt einer Liste', 'Ein weiterer Punkt, etwas länger als der erste'],
    limited: 'LIMITED',
  },
};

/** A short document with everything that a house style reaches: cover, history, headings, list, table, note, link. */
export function specimen(
  theme: Theme,
  given: {
    readonly language: Language;
    readonly organisation: string;
    readonly code: string;
    readonly issueDate: string;
  },
): DocumentModel {
  const said = words[given.language];
  return {
    language: given.language,
    cover: {
      owner: said.owner,
      issueDate: given.issueDate,
      version: { edition: 0, revision: 1 },
      organisation: given.organisation,
      programme: null,
      project: given.code,
      title: said.title,
      subject: said.subject,
      reference: `${given.code}-0001`,
      frameworkContract: null,
      specificContract: null,
      contractLine: null,
    },
    labels: { information: said.limited, tlp: 'TLP:AMBER' },
    theme,
    history: [
      {
        version: { edition: 0, revision: 1 },
        date: given.issueDate,
        description: said.history,
        actions: ['I'],
        pages: 'All',
      },
    ],
    sections: [body(said)],
    annexes: [],
    options: {
      duplex: false,
      sectionsOnNewPage: false,
      tableOfContents: true,
      listOfTables: true,
      listOfFigures: false,
    },
  };
}

function body(said: Words): Section {
  return {
    title: said.section,
    blocks: [
      { kind: 'paragraph', text: said.text },
      { kind: 'list', ordered: false, items: said.items.map((text) => ({ text })) },
    ],
    sections: [
      {
        title: said.subsection,
        blocks: [
          {
            kind: 'table',
            caption: said.caption,
            columns: said.heads.map((head, i) => ({ head, width: [4, 3, 2][i] ?? 1 })),
            rows: said.rows.map((row) => [...row]),
            rowHeads: true,
          },
          {
            kind: 'callout',
            tone: 'note',
            title: said.note,
            text: [[`${said.noteText} `, { text: said.link, href: 'https://example.org/' }, '.']],
          },
        ],
      },
    ],
  };
}
