import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Beside the page, so that it stays quick: reads a file piece by piece and says how far it is, then its SHA-256. */
export type HashAnswer =
  | { readonly done: number }
  | { readonly hash: string }
  | { readonly fault: string };

/** Bytes read at a time: memory does not grow with the file. */
const pieceBytes = 8 * 1024 ** 2;

/** What the worker says to the page. */
const answer = (said: HashAnswer): void => self.postMessage(said);

self.onmessage = async ({ data: file }: MessageEvent<Blob>): Promise<void> => {
  try {
    const hash = sha256.create();
    for (let at = 0; at < file.size; at += pieceBytes) {
      hash.update(new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer()));
      answer({ done: Math.min(file.size, at + pieceBytes) });
    }
    answer({ hash: bytesToHex(hash.digest()) });
  } catch (error) {
    answer({ fault: error instanceof Error ? error.message : String(error) });
  }
};
