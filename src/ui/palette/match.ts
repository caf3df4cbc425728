/** Letters without accents and case, so that `reglement` finds `Règlement`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whether every word typed begins a word of the text. */
export function matches(text: string, typed: string): boolean {
  const words = plain(text).split(/[\s/.,:()'-]+/);
  return plain(typed)
    .split(/\s+/)
    .every((part) => part === '' || words.some((word) => word.startsWith(part)));
}
