import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../../bin/commonward.mjs', import.meta.url));
/** How often a starting server is asked whether it is ready, in milliseconds. */
const askEveryMs = 50;

/** `superseded`: another start or the end came before this one was ready. */
export type Outcome = 'ready' | 'failed' | 'superseded';

/** The product's server and worker as a child process that is started again whenever its sources change. */
export class ServerProcess {
  readonly address: string;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #said = new Set<string>();
  #ended = false;
  #asked = 0;

  /** `port`: where it listens, on the loopback address; `env`: its settings otherwise. */
  constructor(port: number, env: NodeJS.ProcessEnv) {
    this.address = `http://127.0.0.1:${port}`;
    this.#env = { ...env, PORT: String(port), HOST: '127.0.0.1', npm_lifecycle_event: 'dev' };
  }

  /** Settles when no start or end is under way; requests wait for it. */
  get settled(): Promise<unknown> {
    return this.#turn;
  }

  /** False while no server runs: it failed to start, or ended by itself. */
  get up(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends the running server, if any, and starts it from the sources as they are. */
  restart(): Promise<Outcome> {
    this.#asked += 1;
    const mine = this.#asked;
    const isLast = (): boolean => !this.#ended && mine === this.#asked;
    this.#stopChild();
    return this.#next(async () => {
      await this.#endChild();
      if (!isLast()) return 'superseded';
      if (await this.#startChild()) return 'ready';
      return isLast() ? 'failed' : 'superseded';
    });
  }

  /** Ends the server for good. */
  end(): Promise<void> {
    this.#ended = true;
    this.#stopChild();
    return this.#next(() => this.#endChild());
  }

  /** At once, because the turn under way may be a start that never gets ready. */
  #stopChild(): void {
    this.#child?.kill('SIGTERM');
  }

  /** One after the other: two saves in a row must not start two servers on one port. */
  #next<T>(step: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(step);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #startChild(): Promise<boolean> {
    const child = spawn(process.execPath, [launcher, 'start', '--demo'], {
      env: this.#env,
      stdio: ['inherit', 'pipe', 'inherit'],
    });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => this.#sayOnce(line));
    while (child.exitCode === null && child.signalCode === null) {
      const answer = await fetch(`${this.address}/api/v1/ready`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok === true) return true;
      await delay(askEveryMs);
    }
    return false;
  }

  /** What every start says alike (the accounts) is said at the first one; records of the log pass as they are. */
  #sayOnce(line: string): void {
    if (!line.startsWith('{')) {
      if (this.#said.has(line)) return;
      this.#said.add(line);
    }
    process.stdout.write(`${line}\n`);
  }

  async #endChild(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
}
