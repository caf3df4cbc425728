import type { InventoryComponent, InventoryItem } from '../inventory.ts';
import { formatPurl, purlOf } from '../purl/purl.ts';

export interface DpkgOptions {
  /** Ecosystem of the machine, as {@link parseOsRelease} gives it: `Debian:12`. */
  ecosystem: string;
  /** Longest line that is held, in bytes; default 1 MiB. */
  maxLineBytes?: number;
  /** Size of the whole input, in bytes; default 1 GiB. */
  maxBytes?: number;
}

/** What dpkg knows of one package, as written. */
export interface DpkgRecord {
  package: string;
  version: string;
  architecture: string;
  /** `install ok installed`; empty where the list names installed packages only. */
  status: string;
  /** `bash`, or `bash (5.2.15-2)` when the source's version differs from the binary's. */
  source: string;
  line: number;
}

// Debian policy 5.6.1, with the capitals and underscores that opkg allows.
const NAME = /^[A-Za-z0-9][A-Za-z0-9+._-]{0,254}$/;
// Debian policy 5.6.12, with the underscore that opkg and old packages show.
const VERSION = /^[A-Za-z0-9][A-Za-z0-9.+:~_-]{0,254}$/;
const SOURCE = /^(\S+)(?:\s+\(([^()\s]+)\))?$/;

/** Fully there; triggers still to run change nothing about the files. */
const installedStates = ['installed', 'triggers-awaited', 'triggers-pending'];
/** The files are on the disk, though the installation was not finished. */
const unfinishedStates = ['unpacked', 'half-configured'];
/** Nothing of the program is on the disk. */
const absentStates = ['not-installed', 'config-files'];

function fault(line: number, code: string, message: string): InventoryItem {
  return { kind: 'fault', place: { line }, code, message };
}

function packageUrl(record: DpkgRecord, ecosystem: string): string | null {
  const [distribution = '', release] = ecosystem.split(':');
  const namespace = distribution.toLowerCase();
  if (namespace !== 'debian' && namespace !== 'ubuntu') return null;
  const qualifiers: Record<string, string> = {};
  if (/^[a-z0-9-]+$/.test(record.architecture)) qualifiers.arch = record.architecture;
  if (release !== undefined) qualifiers.distro = `${namespace}-${release}`;
  const { package: name, version } = record;
  const result = purlOf({ type: 'deb', namespace, name, version, qualifiers });
  return result.ok ? formatPurl(result.purl) : null;
}

function componentOf(
  record: DpkgRecord,
  ecosystem: string,
  source: { name: string; version: string },
): InventoryComponent {
  return {
    ecosystem,
    name: record.package,
    version: record.version,
    purl: packageUrl(record, ecosystem),
    cpe: null,
    sourceName: source.name,
    sourceVersion: source.version,
    vendor: null,
    serialNumber: null,
    kind: 'package',
    place: { line: record.line },
  };
}

/** The source package: that named, else the one of the same name; of the same version unless one stands in brackets. */
function sourceOf(record: DpkgRecord): { name: string; version: string } | null {
  if (record.source === '') return { name: record.package, version: record.version };
  const parts = SOURCE.exec(record.source);
  const [, name, version = record.version] = parts ?? [];
  if (name === undefined || !NAME.test(name) || !VERSION.test(version)) return null;
  return { name, version };
}

/** Whether the package is there, by the third word of dpkg's status (dpkg-query(1)). */
function* judgeState(record: DpkgRecord): Generator<InventoryItem, boolean> {
  const words = record.status.split(/\s+/);
  const state = record.status === '' ? 'installed' : (words[2] ?? '');
  if (installedStates.includes(state)) return true;
  if (absentStates.includes(state)) return false;
  const shown = `“${record.status.slice(0, 60)}”`;
  if (unfinishedStates.includes(state)) {
    const what = `The installation of ${record.package} was not finished: ${shown}`;
    yield fault(record.line, 'dpkg-unfinished', what);
    return true;
  }
  const isHalf = state === 'half-installed';
  yield fault(
    record.line,
    isHalf ? 'dpkg-half-installed' : 'dpkg-status',
    isHalf
      ? `${record.package} is only half installed and not counted`
      : `The status ${shown} is not one of dpkg`,
  );
  return false;
}

/** Turns a record into a component, or says why it is none; a package that is not installed gives nothing. */
export function* judgeDpkgRecord(record: DpkgRecord, ecosystem: string): Generator<InventoryItem> {
  const { line } = record;
  if (!NAME.test(record.package)) {
    const isMissing = record.package === '';
    const what = isMissing
      ? 'A stanza has no “Package” field'
      : `“${record.package.slice(0, 60)}” is no package name`;
    yield fault(line, 'dpkg-name', what);
    return;
  }
  if (!(yield* judgeState(record))) return;
  if (!VERSION.test(record.version)) {
    const isMissing = record.version === '';
    const what = isMissing
      ? `The package ${record.package} has no “Version” field`
      : `“${record.version.slice(0, 60)}” is no version (package ${record.package})`;
    yield fault(line, 'dpkg-version', what);
    return;
  }
  let source = sourceOf(record);
  if (source === null) {
    const what = `“${record.source.slice(0, 60)}” is no source package (package ${record.package})`;
    yield fault(line, 'dpkg-source', what);
    source = { name: record.package, version: record.version };
  }
  yield { kind: 'component', component: componentOf(record, ecosystem, source) };
}
