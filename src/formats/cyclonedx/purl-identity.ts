import { distributionEcosystem, isKnownDistribution } from '../distribution-ecosystem.ts';
import { parsePurl } from '../purl/purl.ts';

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

const defaultDistribution: Readonly<Record<string, string>> = {
  deb: 'debian',
  apk: 'alpine',
  alpine: 'alpine',
};

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
    const named = isKnownDistribution(parts[1]) ? parts[1] : word;
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
  const result = parsePurl(purl);
  if (!result.ok) return null;
  const { type, name, version, qualifiers } = result.purl;
  const namespace = result.purl.namespace ?? '';
  const isSystemPackage = ['deb', 'rpm', 'apk', 'alpine', 'alpm', 'opkg'].includes(type);
  if (!isSystemPackage) {
    return {
      ecosystem: Object.hasOwn(languageEcosystems, type)
        ? (languageEcosystems[type] ?? type)
        : type,
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
