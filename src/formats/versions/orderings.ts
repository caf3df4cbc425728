import { alpmOrdering } from './alpm.ts';
import { apkOrdering } from './apk.ts';
import { conanOrdering, opensslOrdering } from './conan.ts';
import { debOrdering } from './deb.ts';
import { gemOrdering } from './gem.ts';
import { gentooOrdering } from './gentoo.ts';
import { mavenOrdering } from './maven.ts';
import {
  datetimeOrdering,
  genericOrdering,
  intdotOrdering,
  lexicographicOrdering,
} from './natural.ts';
import { nugetOrdering } from './nuget.ts';
import { cranOrdering, hackageOrdering } from './numeric.ts';
import type { VersionOrdering } from './ordering.ts';
import { packagistOrdering } from './packagist.ts';
import { pypiOrdering } from './pypi.ts';
import { rpmOrdering } from './rpm.ts';
import { goOrdering, pubOrdering, semverOrdering } from './semver.ts';

/** Each ordering with the OSV ecosystems, purl types and VERS types it serves, in lower case. */
const served: readonly (readonly [VersionOrdering, readonly string[]])[] = [
  [
    debOrdering,
    [
      'debian',
      'ubuntu',
      'deb',
      'dpkg',
      'echo',
      'minimos-deb',
      'raspbian',
      'kali',
      'docker hardened images:debian',
    ],
  ],
  [
    rpmOrdering,
    [
      'rpm',
      'red hat',
      'redhat',
      'rhel',
      'centos',
      'rocky linux',
      'rocky',
      'almalinux',
      'alma linux',
      'suse',
      'opensuse',
      'openeuler',
      'fedora',
      'mageia',
      'amazon linux',
      'oracle linux',
      'photon os',
      'azure linux',
    ],
  ],
  [
    apkOrdering,
    [
      'alpine',
      'apk',
      'alpine linux',
      'alpaquita',
      'bellsoft hardened containers',
      'chainguard',
      'wolfi',
      'minimos',
    ],
  ],
  [alpmOrdering, ['alpm', 'arch', 'arch linux', 'archlinux']],
  [gentooOrdering, ['gentoo', 'ebuild']],
  [mavenOrdering, ['maven', 'clojars', 'gradle']],
  [pypiOrdering, ['pypi']],
  [
    semverOrdering,
    [
      'npm',
      'crates.io',
      'cargo',
      'hex',
      'swifturl',
      'swift',
      'semver',
      'bitnami',
      'github actions',
      'github',
      'julia',
      'vscode',
      'vscode-extension',
      'root',
      'otp',
      'cocoapods',
      'elm',
      'mattermost',
      'bun',
    ],
  ],
  [goOrdering, ['go', 'golang']],
  [pubOrdering, ['pub']],
  [nugetOrdering, ['nuget']],
  [gemOrdering, ['rubygems', 'gem']],
  [packagistOrdering, ['packagist', 'composer']],
  [cranOrdering, ['cran', 'bioconductor']],
  [hackageOrdering, ['hackage', 'ghc']],
  [conanOrdering, ['conan', 'conancenter']],
  [opensslOrdering, ['openssl']],
  [intdotOrdering, ['intdot']],
  [lexicographicOrdering, ['lexicographic']],
  [datetimeOrdering, ['datetime']],
  [
    genericOrdering,
    ['generic', 'unknown', 'nginx', 'opam', 'android', 'linux', 'oss-fuzz', 'haskell', 'none'],
  ],
];

const orderingByName = new Map<string, VersionOrdering>(
  served.flatMap(([ordering, names]) => names.map((name) => [name, ordering] as const)),
);

/**
 * The ordering of an ecosystem by its OSV name with or without a release (`Debian`, `Debian:12`, `crates.io`), its purl type
 * (`deb`, `golang`) or its VERS type, without regard to case; null when it has none here. `unknown` and `generic` name the
 * order for schemes nobody knows.
 */
export function orderingFor(ecosystem: string): VersionOrdering | null {
  const name = ecosystem.trim().toLowerCase();
  const known = orderingByName.get(name);
  if (known !== undefined) return known;
  const colon = name.indexOf(':');
  return (colon === -1 ? undefined : orderingByName.get(name.slice(0, colon))) ?? null;
}
