import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settlement } from './settle.ts';

const door = fileURLToPath(new URL('../../bin/commonward.mjs', import.meta.url));
const settling = fileURLToPath(new URL('./settle.ts', import.meta.url));
const shiftedClock = new URL('./shifted-clock.mjs', import.meta.url).href;

/** How a command line ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The lines of standard output as JSON. */
  readonly json: Record<string, unknown>[];
}

export interface StartOptions {
  readonly daysAhead?: number;
  readonly movable?: boolean;
  readonly demo?: boolean;
  readonly clone?: string | undefined;
}

/** An installation of its own, worked with as people do, through child processes: data folder, port, environment. */
export class Installation {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'commonward-cli-'));
  readonly env: Record<string, string>;
  readonly #clockFile = `${this.dataDir}.clock`;
  #server: ChildProcess | null = null;
  #passedMs = 0;

  constructor(readonlyPort: number) {
    const { PATH = '', HOME = '' } = process.env;
    this.env = { PATH, HOME, DATA_DIR: this.dataDir, PORT: String(readonlyPort) };
  }

  run(args: readonly string[], more: { input?: string; env?: object } = {}): Promise<Ended> {
    return this.#runNode([door, ...args], more);
  }

  /** Makes organisations, people, roles and accounts in one process, which many commands would take long for. */
  async settle(settlement: Settlement): Promise<void> {
    const ended = await this.#runNode([settling], { input: JSON.stringify(settlement) });
    assert.equal(ended.code, 0, ended.err);
  }

  async #runNode(args: readonly string[], more: { input?: string; env?: object }): Promise<Ended> {
    const child = spawn(process.execPath, args, { env: { ...this.env, ...more.env } });
    child.stdin.end(more.input ?? '');
    const [out, err, [code]] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    const json = args.includes('--json')
      ? out
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line))
      : [];
    return { code, out, err, json };
  }

  /** Runs a command that must succeed. */
  async good(args: readonly string[], more: { input?: string; env?: object } = {}): Promise<Ended> {
    const ended = await this.run(args, more);
    assert.equal(ended.code, 0, `${args.join(' ')}: ${ended.err}`);
    return ended;
  }

  /** The address that it serves once it is started. */
  get url(): string {
    return `http://127.0.0.1:${this.env['PORT']}`;
  }

  /** Lets time pass for a server that was started with a clock to be moved. */
  pass(ms: number): void {
    this.#passedMs += ms;
    writeFileSync(this.#clockFile, String(this.#passedMs));
  }

  /**
   * @param daysAhead of the machine's clock, as if it were started that much later
   * @param movable the clock: `pass` moves it
   * @param demo with the demonstration, all of it loaded
   * @param clone a folder where `npm start` is said, as the README has it
   */
  async start({
    daysAhead = 0,
    movable = false,
    demo = false,
    clone,
  }: StartOptions = {}): Promise<void> {
    const ahead = {
      CLOCK_AHEAD_MS: String(daysAhead * 86_400_000),
      NODE_OPTIONS: `--import=${shiftedClock}`,
      ...(movable ? { CLOCK_AHEAD_FILE: this.#clockFile } : {}),
    };
    if (movable) this.pass(0);
    const [command, ...args] =
      clone === undefined
        ? [process.execPath, door, 'start', ...(demo ? ['--demo'] : [])]
        : ['npm', 'start'];
    const child = spawn(command, args, {
      cwd: clone,
      env: { ...this.env, LOG_LEVEL: 'error', ...(daysAhead === 0 && !movable ? {} : ahead) },
    });
    this.#server = child;
    const awaited = demo ? 'Demonstration data are loaded' : 'is ready at';
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(awaited)) resolve();
      });
      child.once('exit', () => reject(new Error(`the server ended: ${said}`)));
    });
  }

  async stop(): Promise<number | null> {
    const child = this.#server;
    this.#server = null;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    // npm is gone as soon as it has passed the signal on; its output closes when the product has left in order.
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    return (await ended)[0] as number | null;
  }

  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
    rmSync(this.#clockFile, { force: true });
  }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
