/** OSV ecosystem names by purl type (OSV schema, "Defined ecosystems"; purl types). */
const ecosystemByPurlType: Readonly<Record<string, string>> = {
  alpm: 'Arch Linux',
  apk: 'Alpine',
  alpine: 'Alpine',
  bioconductor: 'Bioconductor',
  bitnami: 'Bitnami',
  cargo: 'crates.io',
  composer: 'Packagist',
  conan: 'ConanCenter',
  cran: 'CRAN',
  deb: 'Debian',
  ebuild: 'Gentoo',
  gem: 'RubyGems',
  github: 'GitHub Actions',
  golang: 'Go',
  hackage: 'Hackage',
  hex: 'Hex',
  julia: 'Julia',
  maven: 'Maven',
  npm: 'npm',
  nuget: 'NuGet',
  opam: 'opam',
  pub: 'Pub',
  pypi: 'PyPI',
  rpm: 'RPM',
  swift: 'SwiftURL',
  'vscode-extension': 'VSCode',
};

interface Distribution {
  readonly ecosystem: string;
  /** How the distribution's release appears in the OSV name, or null when the name carries none. */
  readonly release: (text: string) => string | null;
}

const majorOnly = (text: string): string | null => /^\d+/.exec(text)?.[0] ?? null;
const majorAndMinor = (text: string): string | null => /^\d+(?:\.\d+)?/.exec(text)?.[0] ?? null;
const alpineBranch = (text: string): string | null => {
  const branch = /^v?(\d+\.\d+)/.exec(text)?.[1];
  return branch === undefined ? null : `v${branch}`;
};
const none = (): null => null;

const debianReleases: Readonly<Record<string, string>> = {
  buzz: '1.1',
  rex: '1.2',
  bo: '1.3',
  hamm: '2.0',
  slink: '2.1',
  potato: '2.2',
  woody: '3.0',
  sarge: '3.1',
  etch: '4',
  lenny: '5',
  squeeze: '6',
  wheezy: '7',
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
};

const ubuntuReleases: Readonly<Record<string, string>> = {
  trusty: '14.04',
  xenial: '16.04',
  bionic: '18.04',
  focal: '20.04',
  jammy: '22.04',
  noble: '24.04',
};

/** By the first word of the `distro` qualifier (os-release ID), longest names first. */
const distributions: readonly (readonly [string, Distribution])[] = [
  ['opensuse-tumbleweed', { ecosystem: 'openSUSE:Tumbleweed', release: none }],
  ['opensuse-leap', { ecosystem: 'openSUSE', release: leapRelease }],
  ['opensuse', { ecosystem: 'openSUSE', release: none }],
  ['almalinux', { ecosystem: 'AlmaLinux', release: majorOnly }],
  ['openeuler', { ecosystem: 'openEuler', release: none }],
  ['wolfi', { ecosystem: 'Wolfi', release: none }],
  ['chainguard', { ecosystem: 'Chainguard', release: none }],
  ['redhat', { ecosystem: 'Red Hat', release: none }],
  ['rhel', { ecosystem: 'Red Hat', release: none }],
  ['centos', { ecosystem: 'Red Hat', release: none }],
  ['rocky', { ecosystem: 'Rocky Linux', release: majorOnly }],
  ['photon', { ecosystem: 'Photon OS', release: majorAndMinor }],
  ['mageia', { ecosystem: 'Mageia', release: majorOnly }],
  ['fedora', { ecosystem: 'Fedora', release: majorOnly }],
  ['amzn', { ecosystem: 'Amazon Linux', release: majorOnly }],
  ['alpine', { ecosystem: 'Alpine', release: alpineBranch }],
  ['debian', { ecosystem: 'Debian', release: (t) => debianReleases[t] ?? majorOnly(t) }],
  ['ubuntu', { ecosystem: 'Ubuntu', release: (t) => ubuntuReleases[t] ?? majorAndMinor(t) }],
  ['sles', { ecosystem: 'SUSE', release: none }],
  ['suse', { ecosystem: 'SUSE', release: none }],
];

/** OSV writes `openSUSE:Leap 15.6`. */
function leapRelease(text: string): string | null {
  const release = majorAndMinor(text);
  return release === null ? null : `Leap ${release}`;
}

/**
 * The OSV ecosystem of a purl type, with the release when the `distro` qualifier tells it: `deb` and `debian-12` give
 * `Debian:12`, `deb` and `bookworm` too, `apk` and `alpine-3.19.1` give `Alpine:v3.19`. The purl's namespace (`ubuntu`, `fedora`)
 * names the distribution where the qualifier doesn't. Unknown types give the type itself.
 */
export function ecosystemOfPurlType(
  type: string,
  qualifiersDistro?: string,
  namespace?: string | null,
): string {
  const lower = type.toLowerCase();
  const known = Object.hasOwn(ecosystemByPurlType, lower) ? ecosystemByPurlType[lower] : undefined;
  if (!['deb', 'rpm', 'apk', 'alpine'].includes(lower)) return known ?? type;
  const distro = (qualifiersDistro ?? '').toLowerCase();
  const vendor = (namespace ?? (known === 'Alpine' ? 'alpine' : '')).toLowerCase();
  return (
    distributionOf(distro) ??
    codeNameOf(distro) ??
    (vendor === '' ? null : distributionOf(`${vendor}-${distro}`)) ??
    known ??
    type
  );
}

/** The ecosystem of `debian-12`, `rocky-9.3` and the like, or null. */
function distributionOf(distro: string): string | null {
  for (const [name, { ecosystem, release }] of distributions) {
    if (!distro.startsWith(name)) continue;
    const version = release(distro.slice(name.length).replace(/^[-:_ ]+/, ''));
    return version === null ? ecosystem : `${ecosystem}:${version}`;
  }
  return null;
}

/** The ecosystem of a release's code name (`bookworm`, `jammy`), or null. */
function codeNameOf(distro: string): string | null {
  if (Object.hasOwn(debianReleases, distro)) return `Debian:${debianReleases[distro]}`;
  return Object.hasOwn(ubuntuReleases, distro) ? `Ubuntu:${ubuntuReleases[distro]}` : null;
}
