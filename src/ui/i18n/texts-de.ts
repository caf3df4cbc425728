/** Every text file of the language, in one chunk that is loaded with the language. */
export const files = import.meta.glob(
  [
    '../texts/de.json',
    '../../work/texts/de.json',
    '../../areas/**/texts/de.json',
    '../../web/texts/de.json',
  ],
  { eager: true, import: 'default' },
);
