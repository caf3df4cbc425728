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

/** True when the word (`debian`, `rhel`) is a distribution that is known here. */
export function isKnownDistribution(word: string): boolean {
  return Object.hasOwn(distributions, word.toLowerCase());
}

/**
 * The ecosystem of a distribution's release as OSV writes it: `debian` and `11.5` give `Debian:11`, `alpine` and `3.14.8`
 * give `Alpine:v3.14`, `ubuntu` and `22.04` give `Ubuntu:22.04:LTS`. Without a release only the distribution is named.
 */
export function distributionEcosystem(distribution: string, release: string | null): string {
  const word = distribution.toLowerCase();
  const known = isKnownDistribution(word) ? distributions[word] : undefined;
  if (known === undefined) {
    return release === null ? distribution : `${distribution}:${release}`;
  }
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(release ?? '')?.[1]?.split('.') ?? [];
  const kept = numbers.slice(0, known.parts).join('.');
  if (kept === '') return known.name;
  const isLts = known.name === 'Ubuntu' && /^\d[02468]\.04$/.test(kept);
  return `${known.name}:${known.prefix ?? ''}${kept}${isLts ? ':LTS' : ''}`;
}
