import type { HashAnswer } from './hash-worker.ts';

/** SHA-256 of a file in lower-case hexadecimal, computed beside the page. @throws Error when the file cannot be read (any more) */
export function hashOfFile(file: Blob, report: (share: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
    const end = () => worker.terminate();
    worker.onmessage = ({ data }: MessageEvent<HashAnswer>) => {
      if ('done' in data) {
        report(file.size === 0 ? 1 : data.done / file.size);
        return;
      }
      end();
      if ('hash' in data) resolve(data.hash);
      else reject(new Error(data.fault));
    };
    worker.onerror = (event) => {
      end();
      reject(new Error(event.message));
    };
    worker.postMessage(file);
  });
}
