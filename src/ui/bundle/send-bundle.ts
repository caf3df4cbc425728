import type { IntakeView } from '#work/bundle/contract.ts';
import type { Problem } from '#work/contract.ts';
import { ApiError, apiUrl, cookie, OfflineError } from '../api/client.ts';

/**
 * Sends a bundle in as one body, telling how much of it has left; `fetch` does not tell that.
 * @param report share that was sent, from 0 to 1; at 1 the server verifies it
 * @throws ApiError, OfflineError
 */
export function sendBundle(file: File, report: (share: number) => void): Promise<IntakeView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiUrl('/bundles', { fileName: file.name }));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-Commonward-Csrf', cookie('cw_csrf', document.cookie));
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      report(total === 0 ? 1 : loaded / total),
    );
    request.addEventListener('error', () => reject(new OfflineError()));
    request.addEventListener('load', () => {
      try {
        const answer: unknown = JSON.parse(request.responseText);
        if (request.status === 201) resolve(answer as IntakeView);
        else reject(new ApiError(answer as Problem));
      } catch {
        reject(new OfflineError());
      }
    });
    request.send(file);
  });
}
