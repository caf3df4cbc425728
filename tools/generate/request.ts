import { parseArgs } from 'node:util';

/** What somebody asks a generator for. */
export interface GeneratorRequest {
  /** Folder below `src/areas`: `assets`, `operations/change`. */
  readonly area: string;
  /** Id of the procedure or register, in kebab-case. */
  readonly id: string;
  readonly clause: string;
  /** Title, and for a register the word for one record, in each language. */
  readonly titles: Readonly<Record<Language, Title>>;
}

export const languages = ['en', 'fr', 'de'] as const;
export type Language = (typeof languages)[number];

export interface Title {
  readonly title: string;
  readonly one: string;
}

/** Something is missing from the command line, or wrong; the message says what to type. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

const kebab = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Reads `<area> <id> --clause … --en … --fr … --de …`. @throws RequestError with the usage */
export function readRequest(
  kind: 'procedure' | 'register',
  args: readonly string[],
): GeneratorRequest {
  const text = { type: 'string' } as const;
  const options = { clause: text, en: text, fr: text, de: text } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [area = '', id = ''] = positionals;
  const complete = languages.every((language) => values[language] !== undefined);
  if (positionals.length !== 2 || values.clause === undefined || !complete) {
    throw new RequestError(usage(kind));
  }
  if (!kebab.test(id) || !area.split('/').every((part) => kebab.test(part))) {
    throw new RequestError('Area and id are lower-case words joined by hyphens.');
  }
  const titleOf = (language: Language): Title => {
    const [title = '', one = ''] = (values[language] ?? '').split(';').map((part) => part.trim());
    if (title === '' || (kind === 'register' && one === '')) throw new RequestError(usage(kind));
    return { title, one };
  };
  const titles = { en: titleOf('en'), fr: titleOf('fr'), de: titleOf('de') };
  return { area, id, clause: values.clause, titles };
}

function usage(kind: 'procedure' | 'register'): string {
  const [area, en, fr, de] =
    kind === 'procedure'
      ? ['operations data-leakage', 'Data leakage', 'Fuite de données', 'Datenabfluss']
      : [
          'assets removable-media',
          'Removable media; medium',
          'Supports amovibles; support',
          'Wechselmedien; Medium',
        ];
  return [
    `npm run new:${kind} -- <area> <id> --clause <clause> --en <title> --fr <title> --de <title>`,
    `For example: npm run new:${kind} -- ${area} --clause 'X.1052 §12.2.8' --en '${en}' --fr '${fr}' --de '${de}'`,
    ...(kind === 'register' ? ['After the semicolon: the word for one record.'] : []),
  ].join('\n');
}
