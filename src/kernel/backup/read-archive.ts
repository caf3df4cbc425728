import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { BackupError } from './backup-error.ts';
import {
  type Manifest,
  manifestDigestName,
  manifestName,
  manifestSchema,
  partBytes,
  partName,
  sha256Of,
} from './manifest.ts';
import { damaged, type TarEntry, TarReader } from './tar.ts';

const decompress: (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer> =
  promisify(zstdDecompress);

/** The manifest of a large installation names every stored file. */
const largestManifestBytes = 1024 ** 3;

/** An archive whose every entry has the size and digest that its manifest says. */
export interface VerifiedArchive {
  readonly manifest: Manifest;
  /** An entry as a whole, checked again. */
  bytes(name: string): Promise<Buffer>;
  /** Files in their order: path below the folder and content. */
  files(): AsyncGenerator<{
    readonly path: string;
    readonly sha256: string;
    readonly content: AsyncGenerator<Buffer>;
  }>;
  /** The rows of a table as COPY text. */
  rows(table: Manifest['tables'][number]): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens an archive and reads all of it once, so that nothing is begun with a damaged one.
 * @throws BackupError `damaged` naming the entry and its place, `version` for an archive of a newer release.
 */
export async function openArchive(path: string): Promise<VerifiedArchive> {
  const tar = await TarReader.open(path);
  try {
    const found = new Map<string, TarEntry & { readonly sha256: string }>();
    for await (const entry of tar.entries()) {
      if (found.has(entry.name)) throw damaged(`${entry.name} is there twice`);
      found.set(entry.name, { ...entry, sha256: await digestOf(tar, entry) });
    }
    const manifest = await readManifest(tar, found);
    compare(manifest, found);
    return archiveOf(tar, manifest, found);
  } catch (error) {
    await tar.close();
    throw error;
  }
}

type Found = ReadonlyMap<string, TarEntry & { readonly sha256: string }>;

async function digestOf(tar: TarReader, entry: TarEntry): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of tar.content(entry)) digest.update(chunk);
  return digest.digest('hex');
}

async function readManifest(tar: TarReader, found: Found): Promise<Manifest> {
  const entry = found.get(manifestName);
  const digestEntry = found.get(manifestDigestName);
  if (entry === undefined || digestEntry === undefined || entry.bytes > largestManifestBytes) {
    throw new BackupError('damaged', 'This is no complete backup: it has no manifest.');
  }
  const digest = (await wholeOf(tar, digestEntry)).toString('utf8');
  if (digest !== `${entry.sha256}  ${manifestName}\n`) {
    throw damaged(`${manifestName} at byte ${entry.offset} was altered`);
  }
  const value: unknown = JSON.parse((await wholeOf(tar, entry)).toString('utf8'));
  const version = (value as { formatVersion?: unknown }).formatVersion;
  if (typeof version === 'number' && version > 1) {
    throw new BackupError('version', 'This backup was made by a newer release. Restore it there.');
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw damaged(`${manifestName} says something wrong at ${issue?.path.join('.')}`);
}

function compare(manifest: Manifest, found: Found): void {
  const named = new Set([manifestName, manifestDigestName]);
  for (const { name, bytes, sha256 } of manifest.entries) {
    const entry = found.get(name);
    if (entry === undefined) throw damaged(`${name} is missing`);
    if (entry.bytes !== bytes || entry.sha256 !== sha256) {
      throw damaged(`${name} at byte ${entry.offset} was altered`);
    }
    named.add(name);
  }
  for (const [name, entry] of found) {
    if (!named.has(name)) throw damaged(`${name} at byte ${entry.offset} does not belong to it`);
  }
  for (const table of manifest.tables) {
    for (let part = 0; part < table.parts; part += 1) {
      if (!found.has(partName(table.name, part))) {
        throw damaged(`${partName(table.name, part)} is missing`);
      }
    }
  }
}

function archiveOf(tar: TarReader, manifest: Manifest, found: Found): VerifiedArchive {
  const bytes = async (name: string): Promise<Buffer> => {
    const entry = found.get(name);
    if (entry === undefined) throw damaged(`${name} is missing`);
    const content = await wholeOf(tar, entry);
    if (sha256Of(content) !== entry.sha256) throw damaged(`${name} changes while it is read`);
    return content;
  };
  return {
    manifest,
    bytes,
    rows: async function* (table) {
      for (let part = 0; part < table.parts; part += 1) {
        const packed = await bytes(partName(table.name, part));
        yield await decompress(packed, { maxOutputLength: partBytes });
      }
    },
    files: async function* () {
      for (const [name, entry] of found) {
        if (!name.startsWith('files/')) continue;
        const path = name.slice('files/'.length);
        yield { path, sha256: entry.sha256, content: tar.content(entry) };
      }
    },
    close: () => tar.close(),
  };
}

async function wholeOf(tar: TarReader, entry: TarEntry): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(tar.content(entry)));
}
