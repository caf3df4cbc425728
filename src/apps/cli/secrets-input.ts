import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { usageError } from './failures.ts';

/**
 * A new password: typed twice at a terminal without being shown, otherwise the first line of standard input. Never an argument, which
 * other people on the machine could read.
 */
export async function readNewPassword(): Promise<string> {
  if (!process.stdin.isTTY) return firstLineOfInput();
  const password = await ask('Password: ');
  if ((await ask('The same again: ')) !== password) throw usageError('The two are not the same.');
  return password;
}

async function firstLineOfInput(): Promise<string> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of lines) {
    lines.close();
    if (line !== '') return line;
  }
  throw usageError('Give the password on standard input: … < password.txt');
}

function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    prompt.on('SIGINT', () => {
      prompt.close();
      process.stderr.write('\n');
      reject(usageError('Nothing was changed.'));
    });
    prompt.question('', (answer) => {
      prompt.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}

/** The first line of a file that holds a passphrase. */
export function readPassphrase(path: string | undefined): string | null {
  if (path === undefined) return null;
  const [line = ''] = readFileSync(path, 'utf8').split(/\r?\n/);
  if (line.length < 8) throw usageError('A passphrase has at least 8 characters, on one line.');
  return line;
}
