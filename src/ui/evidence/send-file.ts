import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { UploadView } from '#work/evidence/contract.ts';
import { ApiError, get, OfflineError, send } from '../api/client.ts';

/** Bytes that are hashed or sent at a time: what a broken connection loses at most. */
const pieceBytes = 8 * 1024 ** 2;
/** Waits between tries while the server does not answer: one, two, four … at most thirty seconds, for about ten minutes. */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;
const mostTries = 24;

export interface Progress {
  readonly step: 'hashing' | 'sending' | 'waiting';
  /** From 0 to 1. */
  readonly share: number;
}

export interface FileFor {
  readonly caseId: string;
  readonly recipientId: string | null;
}

type Report = (progress: Progress) => void;

/** SHA-256 of a file, read piece by piece: memory does not grow with it. Lower-case hexadecimal. */
export async function hashOfFile(file: Blob, report: Report): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += pieceBytes) {
    hash.update(new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer()));
    report({ step: 'hashing', share: Math.min(1, (at + pieceBytes) / file.size) });
  }
  return bytesToHex(hash.digest());
}

/**
 * Sends a file, and goes on where it stopped when the connection broke, the page was closed or the server was away.
 * @returns the id of the complete upload
 * @throws ApiError when it is refused, OfflineError when the server stays away
 */
export async function sendFile(file: File, to: FileFor, report: Report): Promise<string> {
  const hash = await hashOfFile(file, report);
  const key = `cw-upload ${to.caseId} ${to.recipientId ?? ''} ${hash}`;
  let upload = await standing(localStorage.getItem(key));
  if (upload === null) {
    upload = await send<UploadView>('POST', '/uploads', {
      ...{ caseId: to.caseId, recipientId: to.recipientId, fileName: file.name },
      ...{ bytes: file.size, sha256: hash },
      ...(file.type === '' ? {} : { mediaType: file.type }),
    });
    localStorage.setItem(key, upload.id);
  }
  await sendParts(file, upload, report);
  localStorage.removeItem(key);
  return upload.id;
}

/** An upload that was begun before; null when it is over or unknown. */
async function standing(id: string | null): Promise<UploadView | null> {
  if (id === null) return null;
  try {
    return await get<UploadView>(`/uploads/${id}`);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

async function sendParts(file: File, upload: UploadView, report: Report): Promise<void> {
  let { offset } = upload;
  let tries = 0;
  while (offset < upload.bytes) {
    report({ step: 'sending', share: offset / upload.bytes });
    try {
      const part = file.slice(offset, offset + pieceBytes);
      const headers = { 'Upload-Offset': String(offset) };
      ({ offset } = await send<UploadView>('PATCH', `/uploads/${upload.id}`, part, { headers }));
      tries = 0;
    } catch (error) {
      if (!isPassing(error) || tries >= mostTries) throw error;
      tries += 1;
      report({ step: 'waiting', share: offset / upload.bytes });
      await pause(Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1)));
      offset = (await standing(upload.id).catch(() => null))?.offset ?? offset;
    }
  }
  report({ step: 'sending', share: 1 });
}

/** The network or the server may be back later; a wrong offset is asked for anew. */
function isPassing(error: unknown): boolean {
  if (error instanceof OfflineError) return true;
  return (
    error instanceof ApiError && (error.status >= 500 || error.problem.code === 'wrong-offset')
  );
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
