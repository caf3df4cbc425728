import {
  type AdvisoryReference,
  type AffectedPackage,
  type AffectedStatus,
  distinct,
  type NormalisedAdvisory,
  type Remediation,
  RemediationList,
} from '../advisory.ts';
import { debianEcosystem } from './debian-releases.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const headerPattern =
  /^\[(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\] (D[SLT]S?A-\d+(?:-(\d+))?)\s+(\S.*?)\s*$/;
const identifiersPattern = /^\s+\{([^{}]*)\}\s*$/;
const packagePattern = /^\s+(?:\[([a-z]+)\]\s+)?-\s+(\S+)\s+(\S+)(?:\s+\((.*)\))?\s*$/;
const notePattern = /^\s+(?:NOTE|TODO):\s*(.*?)\s*$/;
const cvePattern = /^CVE-\d{4}-\d{4,}$/;

/** States the tracker writes in place of a fixed version. */
const states: Readonly<
  Record<string, { status: AffectedStatus; remediation: Remediation['kind'] | null; text: string }>
> = {
  '<not-affected>': { status: 'not-affected', remediation: null, text: '' },
  '<itp>': { status: 'not-affected', remediation: null, text: '' },
  '<unfixed>': { status: 'affected', remediation: 'none-available', text: 'Not fixed yet' },
  '<no-dsa>': { status: 'affected', remediation: 'none-available', text: 'No advisory planned' },
  '<postponed>': { status: 'affected', remediation: 'none-available', text: 'Fix postponed' },
  '<ignored>': { status: 'affected', remediation: 'no-fix-planned', text: 'Will not be fixed' },
  '<end-of-life>': {
    status: 'affected',
    remediation: 'no-fix-planned',
    text: 'No longer supported with security updates',
  },
  '<removed>': {
    status: 'affected',
    remediation: 'no-fix-planned',
    text: 'Removed from the release',
  },
  '<undetermined>': { status: 'under-investigation', remediation: null, text: '' },
};

/** What was wrong with a line. */
export interface LineFault {
  code: string;
  message: string;
}

/** One block of a DSA or DLA list: a header line and the indented lines below it. */
export class AdvisoryBlock {
  readonly id: string;
  readonly #date: string;
  readonly #revision: string;
  readonly #title: string;
  readonly #identifiers: string[] = [];
  readonly #notes: string[] = [];
  readonly #affected: AffectedPackage[] = [];
  readonly #remediations = new RemediationList();

  private constructor(id: string, revision: string, date: string, title: string) {
    this.id = id;
    this.#revision = revision;
    this.#date = date;
    this.#title = title;
  }

  /** A new block for a header line, or what is wrong with it. */
  static open(line: string): AdvisoryBlock | LineFault {
    const match = headerPattern.exec(line);
    if (match === null) {
      const message = 'This is no header such as "[01 Jan 2026] DSA-1-1 package - description"';
      return { code: 'debian-bad-header', message };
    }
    const [, day = '', monthName = '', year = '', id = '', revision = '1', title = ''] = match;
    const date = new Date(Date.UTC(Number(year), months.indexOf(monthName), Number(day)));
    if (!months.includes(monthName) || date.getUTCDate() !== Number(day)) {
      return { code: 'debian-bad-date', message: `${day} ${monthName} ${year} is no date` };
    }
    return new AdvisoryBlock(id, revision, date.toISOString(), title);
  }

  /** Takes one line below the header; null when it was understood. */
  take(line: string): LineFault | null {
    const identifiers = identifiersPattern.exec(line);
    if (identifiers !== null) return this.#takeIdentifiers(identifiers[1] ?? '');
    const note = notePattern.exec(line);
    if (note !== null) {
      this.#notes.push(note[1] ?? '');
      return null;
    }
    const affected = packagePattern.exec(line);
    if (affected !== null) {
      const [, release, name = '', version = '', remark] = affected;
      return this.#takePackage(release, name, version, remark);
    }
    const message = `This line is no list of CVEs, package or note: "${line.trim().slice(0, 80)}"`;
    return { code: 'debian-bad-line', message };
  }

  #takeIdentifiers(text: string): LineFault | null {
    const words = text.split(/\s+/).filter((word) => word !== '');
    const bad = words.filter((word) => !/^[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)+$/.test(word));
    this.#identifiers.push(...words.filter((word) => !bad.includes(word)));
    if (bad.length === 0) return null;
    return { code: 'debian-bad-identifier', message: `"${bad[0]?.slice(0, 40)}" is no identifier` };
  }

  #takePackage(
    release: string | undefined,
    name: string,
    version: string,
    remark: string | undefined,
  ): LineFault | null {
    const ecosystem = release === undefined ? 'Debian' : debianEcosystem(release);
    if (ecosystem === null) {
      return { code: 'debian-unknown-release', message: `"${release}" is no Debian release` };
    }
    const affected: AffectedPackage = {
      vulnerability: null,
      ecosystem,
      name,
      purl: null,
      intervals: [],
      versions: [],
      status: 'affected',
      remediations: [],
    };
    const interval = { order: 'ecosystem' as const, introduced: null, lastAffected: null };
    if (!version.startsWith('<')) {
      affected.intervals = [{ ...interval, fixed: version }];
    } else {
      const state = Object.hasOwn(states, version) ? states[version] : undefined;
      if (state === undefined) {
        return { code: 'debian-unknown-state', message: `${version} is no state of the tracker` };
      }
      affected.status = state.status;
      if (state.status !== 'not-affected') affected.intervals = [{ ...interval, fixed: null }];
      if (state.remediation !== null) {
        const text = remark === undefined ? state.text : `${state.text}: ${remark}`;
        const remediation = { kind: state.remediation, text, url: null, date: null };
        affected.remediations = [this.#remediations.add(remediation)];
      }
    }
    this.#affected.push(affected);
    return null;
  }

  /** The advisory this block says. */
  finish(publisher: string): NormalisedAdvisory {
    const identifiers = distinct(this.#identifiers);
    const cves = identifiers.filter((id) => cvePattern.test(id));
    const links = this.#notes.flatMap((note) => note.match(/https?:\/\/\S+/g) ?? []);
    const tracker = `https://security-tracker.debian.org/tracker/${this.id}`;
    const references: AdvisoryReference[] = [
      { url: tracker, kind: 'tracker', text: null },
      ...distinct(links).map((url) => ({ url, kind: 'note', text: null })),
    ];
    return {
      source: 'debian',
      id: this.id,
      publisher,
      title: `${this.id} ${this.#title}`,
      summary: [this.#title, ...this.#notes].join('\n'),
      status: 'final',
      revision: this.#revision,
      publishedAt: this.#date,
      updatedAt: this.#date,
      withdrawnAt: null,
      aliases: [],
      supersedes: [],
      related: identifiers.filter((id) => !cvePattern.test(id)),
      tlp: null,
      language: 'en',
      vulnerabilities: cves.map((id) => ({
        id,
        title: null,
        cwe: null,
        scores: [],
        exploited: null,
      })),
      remediations: this.#remediations.remediations,
      affected: this.#affected,
      products: [],
      references,
    };
  }
}
