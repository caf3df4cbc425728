import { createCipheriv, createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Rng, rngOf } from '#engine/random.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { readConfig } from '#kernel/config/config.ts';
import { Database } from '#kernel/database/database.ts';
import { newId } from '#kernel/database/ids.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { Leftovers } from '#kernel/files/leftovers.ts';
import { createLog } from '#kernel/log/log.ts';
import { clearUploads } from '#work/evidence/clear-uploads.ts';
import { reading } from './checks.ts';
import { type Installation, type Launched, launch, prepareInstallation } from './installation.ts';

const mega = 1024 ** 2;

export interface UploadOptions {
  readonly bytes: number;
  /** How often the server or its database is killed while parts are sent. */
  readonly kills: number;
  /** Bytes sent at a time. */
  readonly partBytes: number;
  readonly seed: number;
  readonly say: (words: string) => void;
}

export interface UploadReport {
  readonly kills: { server: number; database: number; 'while taken in': number };
  /** Tries of the last step until it was acknowledged. */
  readonly triesToTakeIn: number;
  readonly sent: string;
  /** As the product says, and of the bytes that come back. */
  readonly received: string;
  readonly read: string;
  /** Bytes that were sent again because their part broke. */
  readonly sentAgain: number;
  readonly evidence: number;
  /** Files on the disk beside the one that was taken in, after the clean-up. */
  readonly leftOver: readonly string[];
  readonly seconds: { hash: number; send: number; takeIn: number; read: number };
  /** Resident memory of the server in MiB: at its start, and its most while bytes went through. */
  readonly residentMiB: { start: number; most: number };
}

/** Bytes that look random and are the same at each read, from any place: AES in counter mode over zeros. */
export function bytesAt(seed: number, start: number, length: number): Buffer {
  const key = createHash('sha256').update(String(seed)).digest();
  const counter = Buffer.alloc(16);
  counter.writeUInt32BE(Math.floor(start / 16), 12);
  const skip = start % 16;
  return createCipheriv('aes-256-ctr', key, counter)
    .update(Buffer.alloc(skip + length))
    .subarray(skip);
}

/**
 * Sends one file of evidence through HTTP while server and database are killed: each time it goes on at the byte that is there. Then what was
 * taken in is held against what was sent.
 */
export async function runUpload(options: UploadOptions): Promise<UploadReport> {
  const installation = await prepareInstallation();
  const campaign = new UploadCampaign(options, installation);
  try {
    return await campaign.run();
  } finally {
    await campaign.end();
    installation.remove();
  }
}

class UploadCampaign {
  readonly #options: UploadOptions;
  readonly #installation: Installation;
  readonly #rng: Rng;
  readonly #kills = { server: 0, database: 0, 'while taken in': 0 };
  readonly #resident = { start: 0, most: 0 };
  #server: Launched | null = null;
  #sentAgain = 0;

  constructor(options: UploadOptions, installation: Installation) {
    this.#options = options;
    this.#installation = installation;
    this.#rng = rngOf(options.seed, 0);
  }

  async run(): Promise<UploadReport> {
    const { bytes, say } = this.#options;
    await this.#start();
    await reporterOfIncidents(this.#installation);
    const watch = setInterval(() => this.#look(), 100);
    try {
      const [sent, hash] = await timed(() => Promise.resolve(this.#hash()));
      const caseId = await this.#case();
      const upload = await this.#answer('POST', '/uploads', {
        ...{ caseId, fileName: 'memory.img', bytes, sha256: sent },
      });
      const uploadId = String(upload['id']);
      const [, send] = await timed(() => this.#send(uploadId));
      say(`sent in ${send.toFixed(1)} s`);
      const [taken, takeIn] = await timed(() => this.#takeIn(uploadId));
      const detail = await this.#answer('GET', `/evidence/${taken.id}`);
      const [read, reading] = await timed(() => this.#read(taken.id));
      const listed = await this.#answer('GET', `/cases/${caseId}/evidence`);
      return {
        ...{ kills: this.#kills, triesToTakeIn: taken.tries, sent, read },
        received: (detail['evidence'] as { sha256: string }).sha256,
        ...{ sentAgain: this.#sentAgain, evidence: (listed['items'] as unknown[]).length },
        leftOver: await this.#leftOver(sent),
        seconds: { hash, send, takeIn, read: reading },
        residentMiB: this.#resident,
      };
    } finally {
      clearInterval(watch);
    }
  }

  #hash(): string {
    const { bytes, seed } = this.#options;
    const hash = createHash('sha256');
    for (let at = 0; at < bytes; at += 8 * mega) {
      hash.update(bytesAt(seed, at, Math.min(8 * mega, bytes - at)));
    }
    return hash.digest('hex');
  }

  async #start(): Promise<void> {
    this.#server = await launch({ DATA_DIR: this.#installation.dataDir, WORKER: 'on' });
    if (this.#resident.start === 0) this.#resident.start = residentOf(this.#server.pid);
  }

  #look(): void {
    if (this.#server?.running() !== true) return;
    this.#resident.most = Math.max(this.#resident.most, residentOf(this.#server.pid));
  }

  /** Kills the server, or the database under it, and starts anew what ended. */
  async #kill(victim: 'server' | 'database' | 'while taken in'): Promise<void> {
    this.#kills[victim] += 1;
    const server = this.#server;
    if (server === null) throw new Error('no server to kill');
    if (victim === 'database') {
      const postmaster = this.#installation.postmaster();
      if (postmaster !== null) process.kill(postmaster, 'SIGKILL');
    } else server.signal('SIGKILL');
    await server.exited;
    await this.#start();
  }

  async #case(): Promise<string> {
    const made = await this.#answer('POST', '/incident-reports', {
      ...{ title: 'Memory image', summary: 'An image of the memory of a gateway.', ticket: 'T-1' },
      ...{ category: 'intrusion', managedItem: false },
    });
    return String(made['id']);
  }

  /** Asks until there is an answer that is no fault of the server; nothing else goes wrong here. */
  async #answer(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await this.#fetch(method, path, {
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  #fetch(method: string, path: string, init: RequestInit): Promise<Response> {
    const token = this.#installation.parties[0]?.members[0]?.token ?? '';
    return fetch(`${this.#server?.base}/api/v1${path}`, {
      ...init,
      method,
      headers: { ...(init.headers as object), authorization: `Bearer ${token}` },
    });
  }

  /** Sends part after part; at each of the chosen bytes the server or its database is killed while a part is under way. */
  async #send(uploadId: string): Promise<void> {
    const { bytes, kills, partBytes, seed, say } = this.#options;
    const places = Array.from({ length: kills }, (_, at) =>
      Math.floor(((at + this.#rng.next()) * bytes) / kills),
    );
    let offset = 0;
    for (let round = 0; offset < bytes; ) {
      const part = bytesAt(seed, offset, Math.min(partBytes, bytes - offset));
      const place = places[round];
      const broken = place !== undefined && place < offset + part.length;
      if (!broken) {
        offset = await this.#part(uploadId, offset, part);
        continue;
      }
      const victim = round % 2 === 0 ? 'server' : 'database';
      const sending = this.#part(uploadId, offset, part).catch(() => null);
      await delay(this.#rng.int(Math.max(5, Math.floor(part.length / mega) * 4)));
      await this.#kill(victim);
      await sending;
      round += 1;
      const standing = Number((await this.#answer('GET', `/uploads/${uploadId}`))['offset']);
      if (standing !== offset && standing !== offset + part.length) {
        throw new Error(`after the kill ${standing} bytes are there, sent ${offset}`);
      }
      if (standing === offset) this.#sentAgain += part.length;
      say(`kill ${round}: ${victim}, within ${mib(offset)}; goes on at ${mib(standing)}`);
      offset = standing;
    }
  }

  async #part(uploadId: string, offset: number, part: Buffer): Promise<number> {
    const answer = await this.#fetch('PATCH', `/uploads/${uploadId}`, {
      body: part as unknown as BodyInit,
      headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`PATCH at ${offset}: ${answer.status} ${text}`);
    return (JSON.parse(text) as { offset: number }).offset;
  }

  /** The last step, with the server killed twice within it; sent again until it is acknowledged, it gives one piece of evidence. */
  async #takeIn(uploadId: string): Promise<{ id: string; tries: number }> {
    const body = {
      ...{ uploadId, kind: 'memory', title: 'Memory of the gateway', collectedBy: 'CERT' },
      collectedAt: '2020-11-12T09:00:00.000Z',
    };
    for (let tries = 1; ; tries += 1) {
      const taking = this.#answer('POST', '/evidence', body).catch(() => null);
      if (tries <= 2) {
        await delay(20 + this.#rng.int(Math.max(10, this.#options.bytes / mega)));
        await this.#kill('while taken in');
      }
      const taken = await taking;
      if (taken !== null && tries > 2) return { id: String(taken['id']), tries };
      if (tries > 5) throw new Error('it is not taken in');
    }
  }

  async #read(evidenceId: string): Promise<string> {
    const answer = await this.#fetch('GET', `/evidence/${evidenceId}/bytes`, {});
    if (!answer.ok || answer.body === null) throw new Error(`bytes: ${answer.status}`);
    const hash = createHash('sha256');
    for await (const chunk of answer.body) hash.update(chunk);
    return hash.digest('hex');
  }

  /** What lies in the folder of files beside the evidence, once uploads are cleared as the worker does each hour. */
  async #leftOver(sha256: string): Promise<string[]> {
    const { dataDir, databaseUrl } = this.#installation;
    const config = readConfig({ DATA_DIR: dataDir });
    const log = createLog('silent');
    const database = new Database({ url: databaseUrl, poolSize: 2, namedStatements: true, log });
    try {
      const files = new FileStore({ database, clock: systemClock, config });
      // An hour later: what was begun before the last kill is then known to be left.
      const later = { now: () => new Date(Date.now() + 3_600_000) };
      await clearUploads({ database, clock: later }, files, new Leftovers(config), later.now());
    } finally {
      await database.close();
    }
    return readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== sha256)
      .map((entry) => join(entry.parentPath, entry.name));
  }

  async end(): Promise<void> {
    if (this.#server?.running() !== true) return;
    this.#server.signal('SIGTERM');
    await this.#server.exited;
  }
}

/** Makes the first party a contractor whose first member reports incidents to a central body. */
async function reporterOfIncidents({ databaseUrl, parties }: Installation): Promise<void> {
  const [party] = parties;
  const [member] = party?.members ?? [];
  if (party === undefined || member === undefined) throw new Error('nobody to report');
  await reading(databaseUrl, async (client) => {
    await client.query("update organisation set kind = 'contractor' where id = $1", [
      party.organisationId,
    ]);
    await client.query(
      `insert into organisation (id, kind, code, name, valid_from, created_at, updated_at)
       select $1, 'central-body', 'CENTRE', 'Centre', '2020-01-01', $2, $2
       where not exists (select from organisation where kind = 'central-body')`,
      [newId(), new Date()],
    );
    await client.query(
      `insert into role_holding (owner_id, id, person_id, role, valid_from, created_at, updated_at)
       values ($1, $2, $3, 'service-desk', '2020-01-01', $4, $4)`,
      [party.organisationId, newId(), member.personId, new Date()],
    );
  });
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now();
  const result = await work();
  return [result, (performance.now() - begun) / 1000];
}

/** Resident memory in MiB; 0 where the machine does not tell. */
function residentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

const mib = (bytes: number) => `${(bytes / mega).toFixed(1)} MiB`;

/** The report in words. */
export function toldUpload(bytes: number, report: UploadReport): string {
  const { kills, seconds, residentMiB } = report;
  return [
    `${mib(bytes)} sent; killed: server ${kills.server} times, database ${kills.database} times, ${kills['while taken in']} times while it was taken in`,
    `SHA-256 sent ${report.sent}`,
    `received     ${report.received}`,
    `read back    ${report.read}`,
    `sent again ${mib(report.sentAgain)}; pieces of evidence: ${report.evidence}; left over: ${report.leftOver.length}`,
    `hash ${seconds.hash.toFixed(1)} s, sending ${seconds.send.toFixed(1)} s, taking in ${seconds.takeIn.toFixed(1)} s, reading ${seconds.read.toFixed(1)} s`,
    `resident memory of the server: ${residentMiB.start} MiB at the start, ${residentMiB.most} MiB at most`,
    ...report.leftOver.map((path) => `  left over: ${path}`),
  ].join('\n');
}
