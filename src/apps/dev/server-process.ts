import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../../bin/commonward.mjs', import.meta.url));
/** How often a starting server is asked whether it is ready, in milliseconds. */
const askEveryMs = 50;

/** The product's server and worker as a child process that is started again whenever its sources change. */
export class ServerProcess {
  readonly address: string;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #ended = false;

  /** `port`: where it listens, on the loopback address; `env`: its settings otherwise. */
  constructor(port: number, env: NodeJS.ProcessEnv) {
    this.address = `http://127.0.0.1:${port}`;
    this.#env = { ...env, PORT: String(port), HOST: '127.0.0.1', npm_lifecycle_event: 'dev' };
  }

  /** Settles when no start or end is under way; requests wait for it. */
  get settled(): Promise<unknown> {
    return this.#turn;
  }

  /** Ends the running server, if any, and starts it from the sources as they are. Resolves to whether it got ready. */
  restart(): Promise<boolean> {
    this.#stopChild();
    return this.#next(async () => {
      await this.#endChild();
      return !this.#ended && (await this.#startChild());
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
      stdio: 'inherit',
    });
    this.#child = child;
    while (child.exitCode === null && child.signalCode === null) {
      const answer = await fetch(`${this.address}/api/v1/ready`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok === true) return true;
      await delay(askEveryMs);
    }
    return false;
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
