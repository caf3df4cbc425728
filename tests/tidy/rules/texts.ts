import { valuesShown } from '#ui/i18n/message.ts';
import { type House, isTestFile, type Offence, type Rule } from '../house.ts';

/** A label and what follows it, put together in a template, in what is shown, or with a plus. */
const composedColon = /\}: \$\{|\}:\{' '\}|\}: \{[^\s}]|\}: ?<\/|\}:$|\+ ': ?'/;

/** French sets a narrow space before the colon that no line breaks at: how a label stands before its value is a text of each language. */
export const colonsAreTexts: Rule = {
  name: 'no page composes a colon',
  advice:
    "Write t('labelled', { label, value }), or t('labelled.lead', { label }) before what is no text.",
  check: (house) =>
    house.sources
      .filter(({ path }) => /^src\/(?:ui|web|areas\/.*\/?web)\//.test(path) && !isTestFile(path))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((content, index) =>
            composedColon.test(content)
              ? [{ path, line: index + 1, message: `composes a colon: ${content.trim()}` }]
              : [],
          ),
      ),
};

/** A text that is rightly the same in two languages, with the reason. */
export interface EqualText {
  readonly key: string;
  /** The folder of the catalogue, such as `src/work/texts`; without it the key counts everywhere. */
  readonly folder?: string;
  readonly reason: string;
}

const languages = ['en', 'fr', 'de'] as const;
type Language = (typeof languages)[number];
/** Placeholders, numbers, marks and abbreviations in capitals alone are the same everywhere. */
const needsNoTranslation = /^(?:\{[^}]*\}|[^\p{L}]|\p{Lu}{2,}\d*)*$/u;

/** Every text exists in every language. */
export const completeTexts: Rule = {
  name: 'every text is in English, French and German',
  advice:
    'Add the key to texts/en.json, fr.json and de.json of its folder, with the same {placeholders}.',
  check: (house) =>
    catalogues(house).flatMap(({ folder, texts }) =>
      languages.flatMap((language) => languageOffences(folder, texts, language)),
    ),
};

/** A space that a line may break at beside a mark that French sets one beside. */
const looseMark = /\S [:;?!»]|« /;

/** French sets a narrow space beside its marks; an ordinary one leaves the mark alone at the start of a line. */
export const frenchSpaces: Rule = {
  name: 'French marks keep to their words',
  advice: 'Write a narrow no-break space (U+202F) before : ; ? ! » and after «.',
  check: (house) =>
    catalogues(house).flatMap(({ folder, texts }) =>
      [...texts.fr].flatMap(([key, text]) =>
        looseMark.test(text)
          ? [{ path: `${folder}/fr.json`, message: `${key} has an ordinary space: ${text}` }]
          : [],
      ),
    ),
};

/** What two areas name, as a procedure that one of them hands over to, they name alike: which of the two is shown would be an accident. */
export const oneText: Rule = {
  name: 'a key says the same wherever it stands',
  advice: 'Write the text of the area whose key it is.',
  check: (house) =>
    languages.flatMap((language) => {
      const known = new Map<string, { folder: string; text: string }>();
      return catalogues(house).flatMap(({ folder, texts }) =>
        [...texts[language]].flatMap(([key, text]): Offence[] => {
          const other = known.get(key) ?? { folder, text };
          known.set(key, other);
          if (other.text === text) return [];
          const message = `${key} says ${text}, in ${other.folder} ${other.text}`;
          return [{ path: `${folder}/${language}.json`, message }];
        }),
      );
    }),
};

/** A text that is equal in two languages is either not translated, or listed with its reason. */
export function equalTexts(listed: readonly EqualText[]): Rule {
  return {
    name: 'texts are translated',
    advice:
      'Translate it, or list it in tests/tidy/equal-texts.json with the reason why it is the same word.',
    check: (house) => {
      const equal = findEqualTexts(house);
      const path = 'tests/tidy/equal-texts.json';
      return [
        ...equal
          .filter(({ folder, key }) => !listed.some((each) => names(each, folder, key)))
          .map(({ folder, language, key, text }) => ({
            path: `${folder}/${language}.json`,
            message: `${key} is the same as in English: ${text}`,
          })),
        ...listed
          .filter(({ reason }) => reason.trim() === '')
          .map(({ key }) => ({ path, message: `${key} has no reason` })),
        ...listed
          .filter((each) => !equal.some(({ folder, key }) => names(each, folder, key)))
          .map(({ key }) => ({
            path,
            message: `${key} is equal no more: remove it from the list`,
          })),
      ];
    },
  };
}

interface FoundEqual {
  readonly folder: string;
  readonly language: Language;
  readonly key: string;
  readonly text: string;
}

function findEqualTexts(house: House): FoundEqual[] {
  return catalogues(house).flatMap(({ folder, texts }) =>
    [...texts.en]
      .filter(([, text]) => !needsNoTranslation.test(text))
      .flatMap(([key, text]) =>
        (['fr', 'de'] as const)
          .filter((language) => texts[language].get(key) === text)
          .map((language) => ({ folder, language, key, text })),
      ),
  );
}

interface Catalogue {
  readonly folder: string;
  readonly texts: Readonly<Record<Language, ReadonlyMap<string, string>>>;
}

function catalogues(house: House): Catalogue[] {
  const folders = new Set(
    house.files.flatMap(({ path }) => /^(.*\/texts)\/(?:en|fr|de)\.json$/.exec(path)?.[1] ?? []),
  );
  return [...folders].map((folder) => {
    const read = (language: Language): Map<string, string> => {
      const file = house.files.find(({ path }) => path === `${folder}/${language}.json`);
      return file === undefined ? new Map() : new Map(flatten(JSON.parse(file.text), ''));
    };
    return { folder, texts: { en: read('en'), fr: read('fr'), de: read('de') } };
  });
}

function flatten(value: unknown, prefix: string): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    flatten(inner, prefix === '' ? name : `${prefix}.${name}`),
  );
}

function languageOffences(
  folder: string,
  texts: Catalogue['texts'],
  language: Language,
): Offence[] {
  const path = `${folder}/${language}.json`;
  const others = new Map(languages.flatMap((each) => [...texts[each]]));
  return [...others].flatMap(([key]) => {
    const own = texts[language].get(key);
    if (own === undefined) return [{ path, message: `lacks ${key}` }];
    const english = texts.en.get(key) ?? own;
    return placeholders(own) === placeholders(english)
      ? []
      : [{ path, message: `${key} has other {placeholders} than the English text` }];
  });
}

/** The values that a text shows. */
function placeholders(text: string): string {
  try {
    return [...valuesShown(text)].sort().join();
  } catch (error) {
    return String(error);
  }
}

function names(listed: EqualText, folder: string, key: string): boolean {
  return listed.key === key && (listed.folder ?? folder) === folder;
}
