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

/** How near a title is to what was typed, the nearest 0: it is that, begins with it, has it, or only its group does. */
export function distance(title: string, typed: string): number {
  const [has, wanted] = [plain(title), plain(typed).trim()];
  if (has === wanted) return 0;
  if (has.startsWith(wanted)) return 1;
  return matches(title, typed) ? 2 : 3;
}
