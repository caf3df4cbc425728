import type { Inline } from './model.ts';

/**
 * Whether a paragraph heads what follows it: `alone` is bold from end to end and stays with the next block, `run-in` begins with a bold line.
 * Both stand further from what is above them than paragraphs from each other.
 */
export function leadOf(text: Inline): 'alone' | 'run-in' | null {
  if (typeof text === 'string') return null;
  const [first, second] = text;
  if (typeof first !== 'object' || !('text' in first) || first.bold !== true) return null;
  if (text.every((run) => typeof run === 'object' && 'text' in run && run.bold === true)) {
    return 'alone';
  }
  const breaks = text.findIndex((run) => typeof run === 'object' && 'lineBreak' in run);
  const boldUntil = text.findIndex(
    (run) => typeof run !== 'object' || !('text' in run) || run.bold !== true,
  );
  return second !== undefined && breaks !== -1 && breaks === boldUntil ? 'run-in' : null;
}
