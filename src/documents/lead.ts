import type { Block, Inline } from './model.ts';
import { plainText } from './outline.ts';

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

/** Longest paragraph that introduces what follows it, in characters: about three lines; of one with a heading line: six. */
const LONGEST_INTRODUCTION = 300;

/** Whether a paragraph stays on the page of the block after it: it heads or introduces it, and would be left behind alone. */
export function introduces(text: Inline, next: Block | undefined): boolean {
  if (next === undefined || next.kind === 'page-break') return false;
  const lead = leadOf(text);
  if (lead === 'alone' || next.kind === 'code') return true;
  const length = plainText(text).length;
  if (lead === 'run-in') {
    const another = next.kind === 'paragraph' && leadOf(next.text) !== null;
    return !another && length <= 2 * LONGEST_INTRODUCTION;
  }
  return next.kind !== 'paragraph' && next.kind !== 'callout' && length <= LONGEST_INTRODUCTION;
}
