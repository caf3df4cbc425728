/**
 * Code names of Debian releases with the number under which OSV and dpkg inventories know them (`Debian:12`).
 * Source: Debian Project, "Debian Releases" (wiki.debian.org/DebianReleases) and distro-info-data, debian.csv.
 */
export const debianReleases: Readonly<Record<string, string>> = {
  buzz: '1.1',
  rex: '1.2',
  bo: '1.3',
  hamm: '2.0',
  slink: '2.1',
  potato: '2.2',
  woody: '3.0',
  sarge: '3.1',
  etch: '4.0',
  lenny: '5.0',
  squeeze: '6.0',
  wheezy: '7',
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
  duke: '15',
};

/** Ecosystem of a release by its code name; `Debian` alone for unstable, which has no number; null when unknown. */
export function debianEcosystem(codename: string): string | null {
  if (codename === 'sid') return 'Debian';
  return Object.hasOwn(debianReleases, codename) ? `Debian:${debianReleases[codename]}` : null;
}
