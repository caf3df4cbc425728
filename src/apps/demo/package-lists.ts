import { readFileSync } from 'node:fs';
import { z } from 'zod';

const lists = z.record(z.string(), z.array(z.string()));
const packageFile = z.object({ provenance: z.string(), debian: lists, cyclonedx: lists });

export interface Installed {
  readonly name: string;
  readonly version: string;
  /** Debian's source package, where it is called otherwise, and its version where that differs. */
  readonly source: string | null;
  readonly sourceVersion: string | null;
}

export interface Profile {
  readonly format: 'dpkg-status' | 'cyclonedx';
  readonly packages: readonly Installed[];
}

const fileOf = (name: string): string =>
  readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8');

function installedOf(line: string): Installed {
  const [name = '', version = '', source, sourceVersion] = line.split(' ');
  return { name, version, source: source ?? null, sourceVersion: sourceVersion ?? null };
}

/** What hosts of each profile have installed at first. */
export function loadProfiles(): ReadonlyMap<string, Profile> {
  const given = packageFile.parse(JSON.parse(fileOf('packages.json')));
  const base = fileOf('debian-11-base.txt').trim().split('\n').map(installedOf);
  return new Map<string, Profile>([
    ...Object.entries(given.debian).map(([name, lines]): [string, Profile] => [
      name,
      { format: 'dpkg-status', packages: [...base, ...lines.map(installedOf)] },
    ]),
    ...Object.entries(given.cyclonedx).map(([name, lines]): [string, Profile] => [
      name,
      { format: 'cyclonedx', packages: lines.map(installedOf) },
    ]),
  ]);
}

/** New versions by package, or by source package. */
export type Upgrades = Readonly<Record<string, string>>;

/** The same packages with some at other versions. @throws Error for a package that is not installed */
export function upgraded(profile: Profile, upgrades: Upgrades): Profile {
  const unused = new Set(Object.keys(upgrades));
  const packages = profile.packages.map((one): Installed => {
    const key = [one.name, one.source ?? ''].find((name) => upgrades[name] !== undefined);
    if (key === undefined) return one;
    unused.delete(key);
    return { ...one, version: upgrades[key] ?? one.version, sourceVersion: null };
  });
  if (unused.size > 0) throw new Error(`nothing installed is called ${[...unused].join(', ')}`);
  return { ...profile, packages };
}

/** The inventory as the machine's package manager or its build would give it. */
export function inventoryText(profile: Profile, takenAt: Date): string {
  return profile.format === 'dpkg-status'
    ? `${profile.packages.map(stanzaOf).join('\n\n')}\n`
    : JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        metadata: { timestamp: takenAt.toISOString() },
        components: profile.packages.map(componentOf),
      });
}

function stanzaOf({ name, version, source, sourceVersion }: Installed): string {
  const from = sourceVersion === null ? source : `${source} (${sourceVersion})`;
  return [
    `Package: ${name}`,
    'Status: install ok installed',
    'Architecture: amd64',
    ...(source === null ? [] : [`Source: ${from}`]),
    `Version: ${version}`,
  ].join('\n');
}

function componentOf({ name, version }: Installed): object {
  const [type = '', path = ''] = name.split(/:(.*)/s);
  const short = type === 'maven' ? (path.split('/')[1] ?? path) : path;
  const group = type === 'maven' ? { group: path.split('/')[0] } : {};
  return {
    type: 'library',
    ...group,
    name: short,
    version,
    purl: `pkg:${type}/${path}@${version}`,
  };
}
