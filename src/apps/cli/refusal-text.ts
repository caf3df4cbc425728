import type { Owner } from '#ui/i18n/names.ts';
import { namesOf } from '#ui/i18n/names.ts';
import { type RefusalView, refusalWords } from '#ui/i18n/refusals.ts';
import { createTranslator } from '#ui/i18n/translator.ts';
import { textsOf } from '../texts.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Why something is not possible now, in the words of the pages, with the id of the rule for scripts and the clause. */
export function refusalText(
  refusal: Pick<RefusalView, 'rule'> & Partial<RefusalView>,
  owner: Owner,
): string {
  const texts = createTranslator('en', textsOf('en'));
  const { rule, name, clause = '' } = refusal;
  const words = refusalWords({ ...refusal, clause }, owner, texts, namesOf(texts), (items) =>
    list.format(items),
  );
  const ids = [rule, name, clause].filter((part) => part !== undefined && part !== '').join(', ');
  return `${words} (${ids})`;
}
