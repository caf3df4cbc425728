import { z } from 'zod';
import { lineOfBadText, utf8Text } from '../byte-lines.ts';
import { FormatError } from '../format-error.ts';
import { plainIssue } from '../json/plain-issue.ts';
import { eventsOutside } from './cargo-requirements.ts';
import { readToml } from './read-toml.ts';

const mostRustsecBytes = 1024 * 1024;
const texts = z.array(z.string()).default([]);

const frontMatter = z.object({
  advisory: z.object({
    id: z.string(),
    package: z.string().min(1),
    date: z.string(),
    withdrawn: z.string().optional(),
    url: z.string().optional(),
    references: texts,
    aliases: texts,
    related: texts,
    cvss: z.string().optional(),
    informational: z.string().optional(),
  }),
  versions: z.object({ patched: texts, unaffected: texts }).prefault({}),
});

/**
 * Reads an advisory of the RustSec database (TOML in a Markdown file) as the OSV record it is published as.
 * @throws FormatError when the file is no such advisory
 */
export function readRustsec(bytes: Uint8Array): unknown {
  if (bytes.length > mostRustsecBytes) {
    throw new FormatError('rustsec-too-large', `More than ${mostRustsecBytes} bytes`, {
      offset: mostRustsecBytes,
    });
  }
  const text = utf8Text(bytes);
  if (text === null) {
    throw new FormatError('not-utf-8', 'The file is not UTF-8 text', lineOfBadText(bytes));
  }
  const parts = /^```toml\r?\n([\s\S]*?)\n```[ \t]*\r?\n([\s\S]*)$/.exec(text);
  if (parts === null) {
    throw new FormatError('rustsec-no-front-matter', 'The file does not begin with TOML', {
      line: 1,
    });
  }
  const parsed = frontMatter.safeParse(readToml(parts[1] ?? ''));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
    throw new FormatError('rustsec-schema', plainIssue(issue), { path });
  }
  const { advisory, versions } = parsed.data;
  const markdown = parts[2] ?? '';
  const type = advisory.cvss?.startsWith('CVSS:4') === true ? 'CVSS_V4' : 'CVSS_V3';
  const addresses = [...(advisory.url === undefined ? [] : [advisory.url]), ...advisory.references];
  return {
    id: advisory.id,
    modified: advisory.date,
    published: advisory.date,
    withdrawn: advisory.withdrawn,
    aliases: advisory.aliases,
    related: advisory.related,
    summary: /^#[ \t]+(\S.*)$/m.exec(markdown)?.[1]?.trim() ?? advisory.informational,
    details: markdown.replace(/^\s*#[^\n]*\n/, '').trim(),
    severity: advisory.cvss === undefined ? [] : [{ type, score: advisory.cvss }],
    affected: [
      {
        package: { ecosystem: 'crates.io', name: advisory.package },
        ranges: [
          { type: 'SEMVER', events: eventsOutside([...versions.patched, ...versions.unaffected]) },
        ],
      },
    ],
    references: addresses.map((url) => ({ type: 'WEB', url })),
  };
}
