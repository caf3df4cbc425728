import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

export interface LoadPlan {
  readonly base: string;
  readonly token: string;
  readonly calls: readonly Call[];
  /** Calls under way at once. */
  readonly atOnce: number;
}

export interface LoadReport {
  /** Milliseconds of each call that was answered with 2xx. */
  readonly times: readonly number[];
  readonly seconds: number;
  /** How often another status came, by status. */
  readonly others: Readonly<Record<string, number>>;
}

/** Makes the calls from a process of its own, as clients would: it takes its share of the machine from the server. */
export function makeCalls(plan: LoadPlan): Promise<LoadReport> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [], {
      env: { ...process.env, CALLS: 'make' },
    });
    child.once('message', (report: LoadReport) => {
      resolve(report);
      child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
    child.send(plan);
  });
}

async function make(plan: LoadPlan): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: plan.atOnce });
  const times: number[] = [];
  const others: Record<string, number> = {};
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const call = plan.calls[next];
      next += 1;
      if (call === undefined) return;
      const started = performance.now();
      const status = await send(plan, agent, call);
      if (status >= 200 && status < 300) times.push(performance.now() - started);
      else others[status] = (others[status] ?? 0) + 1;
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: plan.atOnce }, worker));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { times, seconds, others };
}

function send({ base, token }: LoadPlan, agent: Agent, call: Call): Promise<number> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return new Promise((resolve, reject) => {
    const sent = request(`${base}/api/v1${call.path}`, { method: call.method, agent, headers });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.end(body);
  });
}

if (process.env['CALLS'] === 'make' && process.send !== undefined) {
  process.once('message', (plan: LoadPlan) => {
    void make(plan).then((report) => process.send?.(report));
  });
}
