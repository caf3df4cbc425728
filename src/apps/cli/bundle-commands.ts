import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import {
  exportPlan,
  type ImportOutcome,
  type IntakeView,
  importOutcome,
  installationKey,
  intakeView,
  type Manifest,
} from '#work/bundle/contract.ts';
import { plainFingerprint } from '#work/bundle/installations.ts';
import { type BundleVerdict, verifyBundle } from '#work/bundle/verify-bundle.ts';
import { Api, type ApiOptions } from './api.ts';
import { caseId } from './case-commands.ts';
import { addCommand, addGroup, does } from './command.ts';
import { keepAs, withAccess } from './exchange-commands.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';
import { type Output, printable } from './output.ts';

/** Read at a time. */
const chunkBytes = 256 * 1024;

interface ExportOptions extends ApiOptions {
  readonly to: string;
  readonly out?: string;
  readonly plan?: boolean;
}

interface ImportOptions extends ApiOptions {
  readonly organisation?: string;
  readonly look?: boolean;
}

/** `commonward bundle`: cases between two installations, signed. */
export function bundleCommands(program: Command): void {
  const group = addGroup(program, 'bundle', 'cases between two installations, signed');
  exportCommand(group);
  importCommand(group);
  verifyCommand(group);
  does<ApiOptions>(
    withAccess(
      addCommand(group, {
        usage: 'key',
        description: 'tell the key of this installation, to be given to others',
        examples: ['commonward bundle key'],
      }),
    ),
    async (_args, { out, options }) => {
      const key = await new Api(options).get('bundles/key', installationKey);
      out.document(key, [`fingerprint ${inGroups(key.fingerprint)}`, key.publicKey.trimEnd()]);
    },
  );
}

function exportCommand(group: Command): void {
  const command = addCommand(group, {
    usage: 'export <case>',
    description: 'write what an organisation may see of a case as a signed bundle',
    examples: [
      'commonward bundle export INC-2026-0001 --to XX --plan',
      'commonward bundle export INC-2026-0001 --to XX --out INC-2026-0001-XX.zip',
    ],
  })
    .requiredOption('--to <code>', 'the organisation that it is for, by code or id')
    .option('--out <file>', 'write there; an existing file is replaced when all is there')
    .option('--plan', 'only tell what goes, what stays, and why');
  does<ExportOptions>(withAccess(command), async ([wanted = ''], { out, options }) => {
    const api = new Api(options);
    const id = await caseId(api, wanted);
    const recipient = await api.organisationId(options.to);
    if (options.plan === true) {
      await tellPlan(out, api, id, recipient);
      return;
    }
    const file = options.out;
    if (file === undefined) throw usageError('Name the file: --out, or look first: --plan');
    const stream = await api.download(`cases/${id}/bundle`, { recipient });
    const source = Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
    const bytes = await keepAs(file, source);
    const { manifest, fingerprint, verified } = await verifiedFile(file, null);
    if (!verified || manifest === null) {
      throw new CommandFailure(exitCodes.unverified, `${file} was cut off. Export it again.`);
    }
    const { revision, contentHash } = manifest;
    out.document({ file, bytes, revision, contentHash, fingerprint }, [
      `${file}: ${bytes} bytes, revision ${revision} for ${manifest.recipient.code}`,
    ]);
  });
}

async function tellPlan(out: Output, api: Api, id: string, recipient: string): Promise<void> {
  const plan = await api.get(`cases/${id}/bundle-plan`, exportPlan, { recipient });
  out.document(plan, [
    `For ${printable(plan.recipient.name)}, at most ${plan.ceiling.label} and TLP:${plan.ceiling.tlp}`,
    ...plan.refusals.map(({ message }) => printable(`  refused: ${message}`)),
    ...plan.goes.map(({ part, count, bytes }) => `  goes: ${part}, ${count}, ${bytes} bytes`),
    ...plan.stays.map(({ part, count, reason }) => `  stays: ${part}, ${count}, ${reason}`),
  ]);
  if (!plan.allowed) throw new CommandFailure(exitCodes.refused, 'Nothing of it goes there.');
}

function importCommand(group: Command): void {
  const command = addCommand(group, {
    usage: 'import <file>',
    description: 'verify a bundle and import its case, to be read here',
    examples: [
      'commonward bundle import INC-2026-0001-XX.zip --look',
      'commonward bundle import INC-2026-0001-XX.zip',
    ],
  })
    .option('--organisation <code>', 'for this organisation, by code or id')
    .option('--look', 'only tell what is in it, who signed it, and what it would change');
  does<ImportOptions>(withAccess(command), async ([file = ''], { out, options }) => {
    if (!(await stat(file)).isFile()) throw usageError(`${file} is no file.`);
    const api = new Api(options);
    const { organisation } = options;
    const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
    const query = {
      organisation: organisation === undefined ? undefined : await api.organisationId(organisation),
      fileName: basename(file),
    };
    const intake = await api.upload('bundles', intakeView, query, body);
    if (!intake.verified) {
      out.document(intake, linesOfIntake(intake));
      const faults = intake.faults.map((fault) => ({ ...fault }));
      throw new CommandFailure(exitCodes.unverified, 'This bundle may not be imported.', faults);
    }
    if (options.look === true) {
      out.document(intake, linesOfIntake(intake));
      return;
    }
    const done = await api.post(`bundles/${intake.id}/import`, importOutcome, {});
    out.document(done, [wordsOf(done, intake)]);
  });
}

function linesOfIntake({ manifest, signer, outcome, differences }: IntakeView): string[] {
  return [
    ...linesOfManifest(manifest),
    `signed by ${printable(signer?.installation ?? 'nobody who is known here')}${signer === null ? '' : `, ${inGroups(signer.fingerprint)}`}`,
    ...(outcome === null ? [] : [`against what is here: ${outcome}`]),
    ...differences.map(
      ({ part, count, added, changed, removed }) =>
        `  ${part}: ${count}, ${added} new, ${changed} changed, ${removed} gone`,
    ),
  ];
}

function linesOfManifest(manifest: Manifest | null): string[] {
  if (manifest === null) return [];
  const { case: one, revision, sender, recipient } = manifest;
  return [
    printable(`${one.reference} ${one.title}`),
    printable(`revision ${revision} of ${sender.name} for ${recipient.name}`),
  ];
}

function wordsOf({ outcome, revision }: ImportOutcome, { manifest }: IntakeView): string {
  const reference = printable(manifest?.case.reference ?? '');
  if (outcome === 'unchanged') {
    return `Revision ${revision} of ${reference} is here already: nothing is new.`;
  }
  if (outcome === 'new') return `${reference} was imported, revision ${revision}.`;
  return `${reference} was brought to revision ${revision}; the one before is kept.`;
}

function verifyCommand(group: Command): void {
  const command = addCommand(group, {
    usage: 'verify <file>',
    description: 'verify a bundle offline, without database or server',
    examples: [
      'commonward bundle verify INC-2026-0001-XX.zip',
      'commonward bundle verify INC-2026-0001-XX.zip --fingerprint "3f2a 91c0 …"',
    ],
  }).option(
    '--fingerprint <hex>',
    'of the key that must have signed it, as the sender read it out',
  );
  does<{ fingerprint?: string }>(command, async ([file = ''], { out, options }) => {
    const expected =
      options.fingerprint === undefined ? null : plainFingerprint(options.fingerprint);
    const verdict = await verifiedFile(file, expected);
    const { verified, faults, fingerprint, manifest, parts, entries } = verdict;
    out.document(verdict, [
      ...linesOfManifest(manifest),
      ...(fingerprint === null ? [] : [`signed with ${inGroups(fingerprint)}`]),
      `${parts} parts, ${entries} entries of the trail proven`,
      verified ? 'The bundle is whole.' : 'The bundle is NOT to be believed.',
    ]);
    if (!verified) {
      throw new CommandFailure(exitCodes.unverified, 'The bundle does not verify.', [...faults]);
    }
  });
}

async function verifiedFile(path: string, expected: string | null): Promise<BundleVerdict> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const read = async function* (start: number, end: number) {
      for (let at = start; at < end; ) {
        const wanted = Buffer.alloc(Math.min(chunkBytes, end - at));
        const { bytesRead } = await handle.read(wanted, 0, wanted.length, at);
        if (bytesRead === 0) return;
        yield wanted.subarray(0, bytesRead);
        at += bytesRead;
      }
    };
    return await verifyBundle({ size, read }, expected);
  } finally {
    await handle.close();
  }
}

/** In groups of four, as people read it out. */
function inGroups(fingerprint: string): string {
  return fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
