import { PackageURL } from 'packageurl-js';

/** What a Package URL says about the thing, in the words of OSV's ecosystems. */
export interface PurlIdentity {
  ecosystem: string;
  name: string;
  version: string | null;
  sourceName: string | null;
  sourceVersion: string | null;
  /** True for packages of an operating system (deb, rpm, apk and the like). */
  isSystemPackage: boolean;
}

const languageEcosystems: Readonly<Record<string, string>> = {
  cargo: 'crates.io',
  composer: 'Packagist',
  conan: 'ConanCenter',
  cran: 'CRAN',
  gem: 'RubyGems',
  githubactions: 'GitHub Actions',
  golang: 'Go',
  hackage: 'Hackage',
  hex: 'Hex',
  maven: 'Maven',
  npm: 'npm',
  nuget: 'NuGet',
  pub: 'Pub',
  pypi: 'PyPI',
  swift: 'SwiftURL',
};

/** Distribution (namespace or `distro` word) to the ecosystem's name and the parts of the release it keeps. */
const distributions: Readonly<Record<string, { name: string; parts: number; prefix?: string }>> = {
  debian: { name: 'Debian', parts: 1 },
  ubuntu: { name: 'Ubuntu', parts: 2 },
  alpine: { name: 'Alpine', parts: 2, prefix: 'v' },
  rocky: { name: 'Rocky Linux', parts: 1 },
  rockylinux: { name: 'Rocky Linux', parts: 1 },
  almalinux: { name: 'AlmaLinux', parts: 1 },
  redhat: { name: 'Red Hat', parts: 1 },
  rhel: { name: 'Red Hat', parts: 1 },
  centos: { name: 'CentOS', parts: 1 },
  fedora: { name: 'Fedora', parts: 1 },
  amazon: { name: 'Amazon Linux', parts: 1 },
  amzn: { name: 'Amazon Linux', parts: 1 },
  opensuse: { name: 'openSUSE', parts: 2 },
  suse: { name: 'SUSE', parts: 2 },
  sles: { name: 'SUSE', parts: 2 },
  mageia: { name: 'Mageia', parts: 1 },
  openeuler: { name: 'openEuler', parts: 2 },
  azurelinux: { name: 'Azure Linux', parts: 1 },
  wolfi: { name: 'Wolfi', parts: 0 },
  chainguard: { name: 'Chainguard', parts: 0 },
};

const defaultDistribution: Readonly<Record<string, string>> = {
  deb: 'debian',
  apk: 'alpine',
  alpine: 'alpine',
};

/**
 * The ecosystem of a distribution's release as OSV writes it: `debian` and `11.5` give `Debian:11`, `alpine` and `3.14.8`
 * give `Alpine:v3.14`, `ubuntu` and `22.04` give `Ubuntu:22.04:LTS`. Without a release only the distribution is named.
 */
export function distributionEcosystem(distribution: string, release: string | null): string {
  const known = distributions[distribution.toLowerCase()];
  if (known === undefined) {
    return release === null ? distribution : `${distribution}:${release}`;
  }
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(release ?? '')?.[1]?.split('.') ?? [];
  const kept = numbers.slice(0, known.parts).join('.');
  if (kept === '') return known.name;
  const isLts = known.name === 'Ubuntu' && /^\d[02468]\.04$/.test(kept);
  return `${known.name}:${known.prefix ?? ''}${kept}${isLts ? ':LTS' : ''}`;
}

/** `openssl-1.1.1k-7.el8.src.rpm` gives `openssl` and `1.1.1k-7.el8`; `openssl@1.1` and `openssl` work as well. */
export function sourcePackage(upstream: string): { name: string; version: string | null } {
  const at = upstream.lastIndexOf('@');
  if (at > 0) return { name: upstream.slice(0, at), version: upstream.slice(at + 1) || null };
  const rpm = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream);
  if (rpm?.[1] !== undefined && rpm[2] !== undefined) return { name: rpm[1], version: rpm[2] };
  return { name: upstream, version: null };
}

function systemEcosystem(type: string, namespace: string, distro: string | undefined): string {
  const fallback = defaultDistribution[type] ?? (namespace === '' ? type : namespace);
  const word = namespace !== '' ? namespace : fallback;
  if (distro === undefined || distro === '') return distributionEcosystem(word, null);
  // `debian-12`, `amazon-2 (Karoo)`, and trivy's bare `3.14.8`.
  const parts = /^([A-Za-z][A-Za-z_]*(?:-[A-Za-z]+)*)-(\d.*)$/.exec(distro);
  if (parts?.[1] !== undefined && parts[2] !== undefined) {
    const named = parts[1] in distributions ? parts[1] : word;
    return distributionEcosystem(named, parts[2]);
  }
  return distributionEcosystem(word, /^\d/.test(distro) ? distro : null);
}

function nameOf(type: string, namespace: string, name: string): string {
  if (namespace === '') return name;
  return type === 'maven' ? `${namespace}:${name}` : `${namespace}/${name}`;
}

/** Reads a Package URL (ECMA-427); null when it is none. */
export function identifyPurl(purl: string): PurlIdentity | null {
  let parsed: PackageURL;
  try {
    parsed = PackageURL.fromString(purl);
  } catch {
    return null;
  }
  const { type, name } = parsed;
  if (type === undefined || name === undefined) return null;
  const namespace = parsed.namespace ?? '';
  const qualifiers = (parsed.qualifiers ?? {}) as Record<string, string>;
  const isSystemPackage = ['deb', 'rpm', 'apk', 'alpine', 'alpm', 'opkg'].includes(type);
  const version = parsed.version ?? null;
  if (!isSystemPackage) {
    return {
      ecosystem: languageEcosystems[type] ?? type,
      name: nameOf(type, namespace, name),
      version,
      sourceName: null,
      sourceVersion: null,
      isSystemPackage,
    };
  }
  const upstream = qualifiers.upstream ?? qualifiers.source;
  const source = upstream === undefined || upstream === '' ? null : sourcePackage(upstream);
  const epoch = qualifiers.epoch;
  const needsEpoch = version !== null && epoch !== undefined && /^[1-9]\d*$/.test(epoch);
  const withEpoch = needsEpoch && !version.includes(':') ? `${epoch}:${version}` : version;
  return {
    ecosystem: systemEcosystem(type, namespace.toLowerCase(), qualifiers.distro),
    name,
    version: withEpoch,
    sourceName: source?.name ?? null,
    // A source package without a version of its own has that of its binary (deb-control(5), Source).
    sourceVersion: source === null ? null : (source.version ?? withEpoch),
    isSystemPackage,
  };
}
