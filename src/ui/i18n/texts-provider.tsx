import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { type Formats, formatsOf } from './formats.ts';
import { loadTexts } from './load-texts.ts';
import { isLocale, type Locale, pickLocale } from './locale.ts';
import { type Names, namesOf } from './names.ts';
import { type Catalogue, createTranslator, type Translator } from './translator.ts';

export interface Texts extends Translator {
  readonly names: Names;
  readonly formats: Formats;
  setLocale(locale: Locale): void;
}

const Context = createContext<Texts | null>(null);
const STORE = 'cw-locale';

/** The language chosen on this device, otherwise the browser's. */
export function startLocale(): Locale {
  const kept = localStorage.getItem(STORE);
  return isLocale(kept) ? kept : pickLocale(navigator.languages);
}

interface Loaded {
  readonly locale: Locale;
  readonly catalogue: Catalogue;
}

/** Gives texts to everything below. `first` is loaded before the first paint, so that no page shows keys. */
export function TextsProvider({ first, children }: { first: Loaded; children: ReactNode }) {
  const [loaded, setLoaded] = useState(first);
  const setLocale = useCallback((locale: Locale) => {
    localStorage.setItem(STORE, locale);
    loadTexts(locale).then((catalogue) => setLoaded({ locale, catalogue }), console.error);
  }, []);
  useEffect(() => {
    document.documentElement.lang = loaded.locale;
  }, [loaded.locale]);
  const texts = useMemo(() => {
    const translator = createTranslator(loaded.locale, loaded.catalogue, {
      showMissing: import.meta.env.DEV,
      onMissing: (key) => console.warn(`no text: ${key}`),
    });
    return {
      ...translator,
      names: namesOf(translator),
      formats: formatsOf(loaded.locale),
      setLocale,
    };
  }, [loaded, setLocale]);
  return <Context value={texts}>{children}</Context>;
}

export function useTexts(): Texts {
  const texts = useContext(Context);
  if (texts === null) throw new Error('useTexts needs a TextsProvider above it.');
  return texts;
}
