import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import type { InterconnectionFacts } from './facts.ts';

type Input = ActInput<InterconnectionFacts>;

/** What the change has to bring about, in the words of the plan (H28). A later attempt says what the examination found. */
function changeOf({ case: row, form, comment }: Input, reason: string): HandOffPayload {
  const { assets, services, changeAttempts } = row.fields;
  const attempt = Number(changeAttempts ?? 0);
  const said = [form['differences'], comment].filter((one) => typeof one === 'string');
  const parts = [`${row.reference}: ${reason}`, ...said, attempt > 1 ? `(${attempt})` : ''];
  return {
    title: row.title,
    fields: {
      origin: 'interconnection',
      reason: parts.filter((part) => part !== '').join('\n'),
      ...(Array.isArray(assets) ? { assets } : {}),
      ...(Array.isArray(services) ? { services } : {}),
    },
  };
}

const words = (input: Input, ...names: string[]): string =>
  names.map((name) => String(input.case.fields[name] ?? '')).join('\n');

export const interconnectionPayloads = {
  'implementation-change': async (_context: WriteContext, input: Input) => {
    const { nearEnd, farEnd } = input.case.fields;
    const ends = `${String(nearEnd)} – ${String(farEnd)}`;
    return [changeOf(input, [ends, words(input, 'connection', 'borderDetail')].join('\n'))];
  },
  'disconnection-change': async (_context: WriteContext, input: Input) => [
    changeOf(input, words(input, 'ending')),
  ],
};
