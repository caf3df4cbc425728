import { useTexts } from '../i18n/texts-provider.tsx';

const own = ['case', 'requests', 'evidence', 'documents', 'trail', 'files'];

/** The name of a part of a bundle: of its own kinds, or of the register that its records are of. */
export function usePartName(): (part: string) => string {
  const { t, names } = useTexts();
  return (part) => (own.includes(part) ? t(`bundle.part.${part}`) : names.register(part));
}
