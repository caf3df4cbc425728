import { relative } from 'node:path';

/** What the server reads of the browser's rooms: its texts, and how they are put together. */
const alsoOfBrowser = /^src\/(?:ui\/i18n\/|(?:ui|web)\/(?:.*\/)?texts\/)/;
const ofBrowserAlone = /^src\/(?:ui|web)\/|^src\/apps\/dev(?:\/|\.ts$)|^src\/areas\/.*\/web\//;

/** True for a file whose change the running server notices only after a restart; `root` is the repository. */
export function isServerSource(root: string, path: string): boolean {
  const inside = relative(root, path).replaceAll('\\', '/');
  if (/^db\/migrations\/.*\.sql$/.test(inside)) return true;
  if (!/^src\/.*\.(?:ts|json)$/.test(inside) || inside.endsWith('.test.ts')) return false;
  return alsoOfBrowser.test(inside) || !ofBrowserAlone.test(inside);
}
