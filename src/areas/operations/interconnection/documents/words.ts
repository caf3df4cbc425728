import type { Language } from '#documents/model.ts';
import de from '../texts/de.json' with { type: 'json' };
import en from '../texts/en.json' with { type: 'json' };
import fr from '../texts/fr.json' with { type: 'json' };

const english = {
  title: 'Network interconnection plan',
  subject: 'Network interconnection management, ITU-T X.1052 §12.2.5',
  'sections.need': 'Who needs it, and what for',
  'sections.ends': 'Both ends and the connection between them',
  'sections.data': 'Data exchanged',
  'sections.border': 'Guarding the border',
  'sections.contacts': 'Contacts',
  'sections.ending': 'How it ends',
  'sections.examination': 'Examination against the principles',
  none: 'None',
  noMeasures: 'No measure is chosen.',
  examined: 'Principles held against this plan',
  principle: 'Principle',
  verdict: 'Verdict',
  reason: 'Reason',
  carriesOut: 'carries the plan out',
};
type Word = keyof typeof english;

const french: Readonly<Record<Word, string>> = {
  title: 'Plan d’interconnexion de réseaux',
  subject: 'Gestion des interconnexions de réseaux, UIT-T X.1052 §12.2.5',
  'sections.need': 'Qui en a besoin, et pourquoi',
  'sections.ends': 'Les deux extrémités et la liaison',
  'sections.data': 'Données échangées',
  'sections.border': 'Protection de la frontière',
  'sections.contacts': 'Contacts sur place',
  'sections.ending': 'Comment elle prend fin',
  'sections.examination': 'Examen au regard des principes',
  none: 'Aucun',
  noMeasures: 'Aucune mesure n’est choisie.',
  examined: 'Principes opposés à ce plan',
  principle: 'Principe',
  verdict: 'Avis',
  reason: 'Motif',
  carriesOut: 'exécute le plan',
};

const german: Readonly<Record<Word, string>> = {
  title: 'Plan der Netzzusammenschaltung',
  subject: 'Verwaltung der Netzzusammenschaltungen, ITU-T X.1052 §12.2.5',
  'sections.need': 'Wer sie braucht, und wofür',
  'sections.ends': 'Beide Enden und die Verbindung dazwischen',
  'sections.data': 'Ausgetauschte Daten',
  'sections.border': 'Sicherung der Netzgrenze',
  'sections.contacts': 'Ansprechpartner',
  'sections.ending': 'Wie sie endet',
  'sections.examination': 'Prüfung anhand der Grundsätze',
  none: 'Keine',
  noMeasures: 'Keine Maßnahme ist gewählt.',
  examined: 'Grundsätze, an denen dieser Plan gemessen wurde',
  principle: 'Grundsatz',
  verdict: 'Urteil',
  reason: 'Begründung',
  carriesOut: 'führt den Plan aus',
};

export const planWords: Readonly<Record<Language, Readonly<Record<Word, string>>>> = {
  en: english,
  fr: french,
  de: german,
};

const screens: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, fr, de };

export interface Speaker {
  readonly say: (word: Word) => string;
  /** Names that the pages have already: of a field, of an option, of a verdict. */
  readonly field: (name: string) => string;
  readonly option: (name: string, value: unknown) => string;
  readonly verdict: (state: string) => string;
}

/** The plan's words in one language; what a page names is named the same here. */
export function speakerOf(language: Language): Speaker {
  const words = planWords[language];
  const screen = (key: string, otherwise: string) => screens[language][key] ?? otherwise;
  const procedure = 'procedure.interconnection';
  return {
    say: (word) => words[word],
    field: (name) => screen(`${procedure}.field.${name}`, name),
    option: (name, value) =>
      screen(`${procedure}.option.${name}.${String(value)}`, String(value ?? words.none)),
    verdict: (state) => screen(`register.interconnection-verdicts.state.${state}`, state),
  };
}
