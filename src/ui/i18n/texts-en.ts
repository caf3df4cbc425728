/** Every text file of the language, in one chunk that is loaded with the language. */
export const files = import.meta.glob(
  [
    '../texts/en.json',
    '../../work/texts/en.json',
    '../../areas/**/texts/en.json',
    '../../web/texts/en.json',
  ],
  { eager: true, import: 'default' },
);
