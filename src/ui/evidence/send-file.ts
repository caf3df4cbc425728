import type { UploadView } from '#work/evidence/contract.ts';
import { ApiError, get, OfflineError, send } from '../api/client.ts';
import { hashOfFile } from './hash-file.ts';

/** Bytes that are sent at a time: what a broken connection loses at most. */
const pieceBytes = 8 * 1024 ** 2;
/** Waits between tries while the server does not answer: one, two, four … at most thirty seconds, for about ten minutes. */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;
const mostTries = 24;

export interface Progress {
  readonly step: 'hashing' | 'sending' | 'waiting' | 'taking-in';
  /** From 0 to 1. */
  readonly share: number;
}

export interface FileFor {
  readonly caseId: string;
  readonly recipientId: string | null;
}

type Report = (progress: Progress) => void;

/**
 * Sends a file and has it taken in as evidence. It goes on where it stopped when the connection broke, the page was closed or the server was
 * away; the last step gives the same evidence when its answer was lost.
 * @param said what is said of it
 * @returns the id of the evidence
 * @throws ApiError when it is refused, OfflineError when the server stays away
 */
export async function bringIn(
  file: File,
  to: FileFor,
  said: Readonly<Record<string, unknown>>,
  report: Report,
): Promise<string> {
  report({ step: 'hashing', share: 0 });
  const sha256 = await hashOfFile(file, (share) => report({ step: 'hashing', share }));
  const key = `cw-upload ${to.caseId} ${to.recipientId ?? ''} ${sha256}`;
  const upload = await begun(localStorage.getItem(key), file, to, sha256);
  localStorage.setItem(key, upload.id);
  await sendParts(file, upload, report);
  report({ step: 'taking-in', share: 1 });
  const { id } = await patiently(
    () => send<{ id: string }>('POST', '/evidence', { uploadId: upload.id, ...said }),
    () => report({ step: 'waiting', share: 1 }),
  ).catch((error: unknown) => {
    // What was refused for good is not gone on with; what was said wrongly is said again.
    if (error instanceof ApiError && isOver(error)) localStorage.removeItem(key);
    throw error;
  });
  localStorage.removeItem(key);
  return id;
}

/** An upload that was begun before, or a new one. */
async function begun(
  id: string | null,
  file: File,
  to: FileFor,
  sha256: string,
): Promise<UploadView> {
  const before = id === null ? null : await standing(id);
  return (
    before ??
    send<UploadView>('POST', '/uploads', {
      ...{ caseId: to.caseId, recipientId: to.recipientId, fileName: file.name },
      ...{ bytes: file.size, sha256 },
      ...(file.type === '' ? {} : { mediaType: file.type }),
    })
  );
}

/** How far an upload is; null when it is unknown. */
async function standing(id: string): Promise<UploadView | null> {
  try {
    return await get<UploadView>(`/uploads/${id}`);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

async function sendParts(file: File, upload: UploadView, report: Report): Promise<void> {
  let { offset } = upload;
  while (offset < upload.bytes) {
    report({ step: 'sending', share: offset / upload.bytes });
    ({ offset } = await patiently(
      () => {
        const part = file.slice(offset, offset + pieceBytes);
        const headers = { 'Upload-Offset': String(offset) };
        return send<UploadView>('PATCH', `/uploads/${upload.id}`, part, { headers });
      },
      async () => {
        report({ step: 'waiting', share: offset / upload.bytes });
        offset = (await standing(upload.id).catch(() => null))?.offset ?? offset;
      },
    ));
  }
}

/** Tries again while the network or the server is away; before each further try it looks how things stand. */
async function patiently<T>(work: () => Promise<T>, look: () => Promise<void> | void): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || tries > mostTries) throw error;
      await look();
      await pause(Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1)));
      await look();
    }
  }
}

/** The network or the server may be back later; a wrong offset is asked for anew. */
function isPassing(error: unknown): boolean {
  if (error instanceof OfflineError) return true;
  return (
    error instanceof ApiError && (error.status >= 500 || error.problem.code === 'wrong-offset')
  );
}

/** This upload cannot become evidence any more. */
function isOver({ problem: { code } }: ApiError): boolean {
  return code === 'upload-over' || code === 'hash-differs' || code === 'infected';
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
