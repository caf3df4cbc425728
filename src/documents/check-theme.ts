import { checkImage, imageSize } from './check-image.ts';
import { contrastOf } from './contrast.ts';
import type { Theme } from './model.ts';
import { TONE_COLOURS } from './theme.ts';

/** What an organisation's style may not have. */
export interface ThemeFault {
  /** JSON Pointer into the theme. */
  readonly path: string;
  readonly code: 'theme.colour' | 'theme.contrast' | 'theme.font' | 'image.data' | 'image.unsafe';
  readonly message: string;
}

/** Text of any size and on any paper: WCAG 2.2, 1.4.3, level AA. */
const leastContrast = 4.5;
const white = '#ffffff';

/** A logo is printed 18 mm high; more than this only makes every document larger. */
const mostLogoBytes = 200_000;
const mostLogoPixels = { width: 2400, height: 1200 } as const;

/**
 * Says what is wrong with a house style: colours that are none, a font of its own that it does not have, text that could not be read on its ground (with the figure), a logo that is no
 * PNG or too large. An empty list means that it can be used.
 */
export function checkTheme(theme: Theme): ThemeFault[] {
  const colours = ['accent', 'ink', 'muted', 'tint', 'rule'] as const;
  const faults: ThemeFault[] = colours
    .filter((name) => !/^#[0-9a-f]{6}$/i.test(theme[name]))
    .map((name) => ({
      path: `/${name}`,
      code: 'theme.colour',
      message: `"${theme[name]}" is not a colour: write #rrggbb, such as #1d3f72.`,
    }));
  if (faults.length === 0) faults.push(...contrastFaults(theme));
  return [...faults, ...fontFaults(theme), ...logoFaults(theme)];
}

/** What stands on what, and how well it can be read. */
export interface ThemeContrast {
  readonly pair: 'headings' | 'text' | 'small-print' | 'table-heads' | 'links' | 'notes';
  /** Where the colour stands that would have to change. */
  readonly path: '/accent' | '/ink' | '/muted' | '/tint';
  /** 1 to 21. */
  readonly ratio: number;
  readonly least: number;
}

/** The contrasts of a style whose colours are all #rrggbb; of several texts on one ground the weakest. */
export function contrastsOf(theme: Theme): ThemeContrast[] {
  const { accent, ink, muted, tint } = theme;
  const least = leastContrast;
  const notes = Math.min(...Object.values(TONE_COLOURS).map((tone) => contrastOf(tone, tint)));
  return [
    { pair: 'headings', path: '/accent', ratio: contrastOf(accent, white), least },
    { pair: 'text', path: '/ink', ratio: contrastOf(ink, white), least },
    { pair: 'small-print', path: '/muted', ratio: contrastOf(muted, white), least },
    { pair: 'table-heads', path: '/tint', ratio: contrastOf(ink, tint), least },
    { pair: 'links', path: '/tint', ratio: contrastOf(accent, tint), least },
    { pair: 'notes', path: '/tint', ratio: notes, least },
  ];
}

const pairWords: Readonly<Record<ThemeContrast['pair'], string>> = {
  headings: 'Headings on white',
  text: 'Text on white',
  'small-print': 'Small print on white',
  'table-heads': 'Text on the light ground',
  links: 'Links on the light ground',
  notes: 'Titles of notes and warnings on the light ground',
};

function contrastFaults(theme: Theme): ThemeFault[] {
  return contrastsOf(theme)
    .filter(({ ratio, least }) => ratio < least)
    .map(({ pair, path, ratio, least }) => ({
      path,
      code: 'theme.contrast',
      // Rounded down: 4.499 is not 4.5.
      message: `${pairWords[pair]} have a contrast of ${(Math.floor(ratio * 100) / 100).toFixed(2)} to 1; WCAG 2.2, 1.4.3 asks for ${least} to 1.`,
    }));
}

function fontFaults({ font, headings, ownFont }: Theme): ThemeFault[] {
  if (ownFont !== undefined) return [];
  return Object.entries({ font, headings })
    .filter(([, chosen]) => chosen === 'own')
    .map(([name]) => ({
      path: `/${name}`,
      code: 'theme.font',
      message: 'There is no font of your own: send its files first, or choose a shipped one.',
    }));
}

function logoFaults({ logo }: Theme): ThemeFault[] {
  if (logo === null) return [];
  const path = '/logo';
  const data = (message: string): ThemeFault[] => [{ path, code: 'image.data', message }];
  // A PNG looks the same in Word, PDF and the browser, and cannot act.
  if (logo.image.format !== 'png') return data('A logo is a PNG.');
  if (logo.image.base64.length * 0.75 > mostLogoBytes) return data('A logo has 200 kB at most.');
  const fault = checkImage(logo.image);
  if (fault !== null) return [{ path, code: fault.code, message: fault.message }];
  const size = imageSize(logo.image);
  if (
    size === null ||
    size.width > mostLogoPixels.width ||
    size.height > mostLogoPixels.height ||
    size.width > size.height * 12
  ) {
    return data(
      'A logo has 2,400 by 1,200 pixels at most, and is not twelve times as wide as high.',
    );
  }
  if (logo.altText.trim() === '') {
    return [{ path: '/logo/altText', code: 'image.data', message: 'Say in words what it shows.' }];
  }
  return [];
}
