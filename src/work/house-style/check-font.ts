import type { FontFaultCode } from '#documents/own-font/font-fault.ts';
import { FontFault } from '#documents/own-font/font-fault.ts';
import type { FaceFacts } from '#documents/own-font/read-face.ts';
import { damaged, mostFontBytes, readSfnt } from '#documents/own-font/sfnt.ts';
import { specimen } from '#documents/specimen.ts';
import { PLAIN_THEME } from '#documents/theme.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { ThreadError, WorkerThread } from '#kernel/threads/worker-thread.ts';
import { render } from '#work/deliverables/renderings.ts';

export type FontAnswer =
  | { readonly facts: FaceFacts }
  | {
      readonly fault: {
        readonly code: FontFaultCode;
        readonly message: string;
        readonly details: string;
      };
    };

/** A good file is read in less than a tenth of a second. */
const reader = new WorkerThread<Uint8Array, FontAnswer>(
  new URL('./read-font-thread.ts', import.meta.url),
  { mostMs: 10_000 },
);

/** One file after the other, so that the time of each is its own. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * The bytes of a font that comes in, which end where they become too many.
 * @throws 422 `font-refused` naming the file
 */
export async function fontBytes(
  fileName: string,
  source: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of source) {
    bytes += part.length;
    if (bytes > mostFontBytes) {
      throw refused(fileName, new FontFault('font.size', 'A font file has 2 MB at most.'));
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Reads a font file, in a thread that can be ended, and prints a specimen with it: what cannot be printed with is refused when it is sent,
 * and not when a document is released.
 * @throws 422 `font-refused` naming the file, and why
 */
export async function checkFont(
  fileName: string,
  bytes: Uint8Array,
  sha256: string,
): Promise<FaceFacts> {
  try {
    // Cheap, and it says what most files that are no font really are.
    readSfnt(bytes);
    const asked = turn.then(() => reader.ask(bytes));
    turn = asked.catch(() => undefined);
    const answer = await asked;
    if ('fault' in answer) {
      const { code, message, details } = answer.fault;
      throw new FontFault(code, message, details);
    }
    await printTrial(answer.facts, bytes, sha256);
    return answer.facts;
  } catch (error) {
    if (error instanceof FontFault) throw refused(fileName, error);
    if (error instanceof ThreadError) {
      throw refused(fileName, damaged('it can be neither read nor printed'));
    }
    throw error;
  }
}

async function printTrial(facts: FaceFacts, bytes: Uint8Array, sha256: string): Promise<void> {
  const { family, kin, postscriptName, format, embedding } = facts;
  const regular = { sha256, postscriptName, format, embedding };
  const model = specimen(
    { ...PLAIN_THEME, font: 'own', ownFont: { family, kin, faces: { regular } } },
    { language: 'de', organisation: family, code: 'TRIAL', issueDate: '2026-01-01' },
  );
  const fonts = new Map([[sha256, bytes]]);
  const [pdf] = await Promise.all(
    (['pdf', 'docx', 'html'] as const).map((format) => render(model, format, fonts)),
  );
  // A typesetter that cannot draw a face takes another one without a word.
  if (!Buffer.from(pdf ?? []).includes(`+${postscriptName}`)) {
    throw damaged('the typesetter cannot draw with it');
  }
}

function refused(fileName: string, { code, message, details }: FontFault): AppError {
  return new AppError({
    status: 422,
    code: 'font-refused',
    title: 'This font cannot be used',
    detail: `${fileName}: ${message}`,
    faults: [{ path: '', code, message: `${fileName}: ${message}` }],
    extra: { about: details },
  });
}
