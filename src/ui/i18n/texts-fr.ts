/** Every text file of the language, in one chunk that is loaded with the language. */
export const files = import.meta.glob(
  [
    '../texts/fr.json',
    '../../work/texts/fr.json',
    '../../areas/**/texts/fr.json',
    '../../web/texts/fr.json',
  ],
  { eager: true, import: 'default' },
);
