import { distributionEcosystem } from '../distribution-ecosystem.ts';
import { FormatError } from '../format-error.ts';

export interface OsRelease {
  /** `debian`, `ubuntu`; `linux` when the file names none (os-release(5)). */
  id: string;
  idLike: string[];
  versionId: string | null;
  versionCodename: string | null;
  prettyName: string | null;
  cpe: string | null;
  /** As OSV writes it: `Debian:12`; the distribution alone when no release is named (Debian testing). */
  ecosystem: string;
}

const MAX_CHARACTERS = 64 * 1024;

function unquote(written: string): string {
  const value = written.trim();
  const quote = value[0];
  if ((quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote)) {
    const inner = value.slice(1, -1);
    return quote === '"' ? inner.replace(/\\(["$`\\])/g, '$1') : inner;
  }
  return value;
}

/**
 * Reads `/etc/os-release` (os-release(5)); unknown and malformed lines are stepped over, as the manual asks.
 * @throws FormatError when it is too large or has no assignment at all
 */
export function parseOsRelease(text: string): OsRelease {
  if (text.length > MAX_CHARACTERS) {
    throw new FormatError('too-large', `The file has more than ${MAX_CHARACTERS} characters`);
  }
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const parts = /^\s*([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (parts?.[1] !== undefined && parts[2] !== undefined) values.set(parts[1], unquote(parts[2]));
  }
  if (values.size === 0) {
    throw new FormatError('os-release', 'The file has no line of the form NAME=value', { line: 1 });
  }
  const id = values.get('ID') || 'linux';
  const versionId = values.get('VERSION_ID') || null;
  return {
    id,
    idLike: (values.get('ID_LIKE') ?? '').split(/\s+/).filter((word) => word !== ''),
    versionId,
    versionCodename: values.get('VERSION_CODENAME') || null,
    prettyName: values.get('PRETTY_NAME') || null,
    cpe: values.get('CPE_NAME') || null,
    ecosystem: distributionEcosystem(id, versionId),
  };
}
