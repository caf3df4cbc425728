import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { createBackup } from '#kernel/backup/create-backup.ts';
import { restoreBackup } from '#kernel/backup/restore-backup.ts';
import { type Config, readConfig, settings } from '#kernel/config/config.ts';
import { type Administration, administering, bringToVersion } from './administration.ts';
import { addCommand, addGroup, does } from './command.ts';
import { configurationGuide } from './configuration-guide.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';
import { readPassphrase } from './secrets-input.ts';

/** `commonward start`, `migrate`, `backup`, `restore`, `config`: the installation itself. */
export function installationCommands(program: Command): void {
  does<{ demo?: boolean }>(
    addCommand(program, {
      usage: 'start',
      description: 'start database, server and worker; Ctrl-C ends everything in order',
      examples: ['commonward start --demo', 'PORT=8081 commonward start'],
    }).option('--demo', 'load the demonstration data when the installation is empty'),
    async (_args, { options }) => runUntilSignal(options.demo === true),
  );
  does(
    addCommand(program, {
      usage: 'migrate',
      description: "bring the database to this version's schema",
      examples: ['DATABASE_URL=postgresql://… commonward migrate'],
    }),
    async (_args, { out }) => {
      const ran = await administering((parts) => bringToVersion(parts.database.url), {
        anyVersion: true,
        say: out.say,
      });
      const none = 'The database is at this version already.';
      out.document({ migrations: ran }, ran.length === 0 ? [none] : ran);
    },
  );
  backupCommand(program);
  restoreCommand(program);
  configCommands(addGroup(program, 'config', 'settings'));
}

function configCommands(group: Command): void {
  does(
    addCommand(group, {
      usage: 'guide',
      description: 'print the guide to all settings, as docs/guide/configuration.md has it',
      examples: ['commonward config guide'],
    }),
    async (_args, { out }) => {
      const guide = configurationGuide();
      out.document({ guide }, guide.trimEnd().split('\n'));
    },
  );
  does(
    addCommand(group, {
      usage: 'show',
      description: 'show every setting, its value and where it comes from; secrets are hidden',
      examples: ['commonward config show', 'commonward config show --json'],
    }),
    async (_args, { out }) => {
      for (const setting of shownSettings(readConfig(process.env))) {
        out.row(setting, [
          { title: 'Setting', of: (each) => each.name },
          { title: 'From', of: (each) => each.from },
          { title: 'Value', of: (each) => each.value },
        ]);
      }
      out.end('');
    },
  );
}

async function runUntilSignal(demo: boolean): Promise<void> {
  const signal = new Promise<void>((done) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => done());
  });
  // Only here: the whole product takes seconds to load, and the other commands do without it.
  const { start } = await import('../start.ts');
  const running = await start({ demo, say: (words) => void process.stdout.write(`${words}\n`) });
  const broken = await Promise.race([signal, running.broken]);
  await running.stop();
  // A part that did not end in time must not keep the process.
  setTimeout(() => process.exit(), 2_000).unref();
  if (typeof broken === 'string') throw new CommandFailure(exitCodes.failure, broken);
}

/** Folders of what is not in the database. */
function foldersOf(config: Config): { readonly filesFolder: string; readonly keysFolder: string } {
  return {
    filesFolder:
      config.FILES_URL === undefined
        ? join(config.dataDir, 'files')
        : fileURLToPath(config.FILES_URL),
    keysFolder: join(config.dataDir, 'keys'),
  };
}

function backupCommand(program: Command): void {
  const command = addCommand(program, {
    usage: 'backup <place>',
    description: 'save database, files and keys into one archive, also while the server runs',
    examples: [
      'commonward backup /var/backups/commonward --passphrase-file /etc/commonward/passphrase',
      'commonward backup before-upgrade.tar',
    ],
  }).option('--passphrase-file <file>', 'seal the keys with the passphrase in this file');
  does<{ passphraseFile?: string }>(command, async ([place = ''], { out, options }) => {
    const passphrase = readPassphrase(options.passphraseFile);
    const report = await administering(
      (parts) =>
        createBackup({
          ...foldersOf(parts.config),
          database: parts.database,
          clock: parts.clock,
          path: archivePath(parts, place),
          passphrase,
          say: out.say,
        }),
      out,
    );
    const { manifest } = report;
    const rows = manifest.tables.reduce((all, table) => all + table.rows, 0);
    if (!manifest.keys.sealed) {
      process.stderr.write(
        'The archive holds the keys in the clear: whoever has it has everything. Keep it so, or use --passphrase-file.\n',
      );
    }
    out.document(
      {
        file: report.path,
        bytes: report.bytes,
        rows,
        tables: Object.fromEntries(manifest.tables.map((table) => [table.name, table.rows])),
        files: manifest.files.count,
        keysSealed: manifest.keys.sealed,
        trailHead: manifest.trailHead,
      },
      [`${report.path}: ${rows} rows, ${manifest.files.count} files, ${report.bytes} bytes`],
    );
  });
}

/** A folder gets a file named by the instant; anything else is the file itself. */
function archivePath(parts: Administration, place: string): string {
  const path = resolve(place);
  const isFolder = existsSync(path) ? statSync(path).isDirectory() : /[/\\]$/.test(place);
  if (!isFolder) return path;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const stamp = parts.clock
    .now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '');
  return join(path, `commonward-${stamp}.tar`);
}

interface RestoreOptions {
  readonly passphraseFile?: string;
  readonly acceptTrailProblems?: boolean;
}

function restoreCommand(program: Command): void {
  const command = addCommand(program, {
    usage: 'restore <file>',
    description: 'restore an archive into an empty installation, whole or not at all',
    examples: ['DATA_DIR=./restored commonward restore commonward-20260302T080000Z.tar'],
  })
    .option('--passphrase-file <file>', 'opens keys that were sealed')
    .option('--accept-trail-problems', 'also when the trail did not verify when it was saved');
  does<RestoreOptions>(command, async ([file = ''], { out, options }) => {
    if (!existsSync(file)) throw usageError(`There is no file ${file}.`);
    const passphrase = readPassphrase(options.passphraseFile);
    const report = await administering(
      async (parts) => {
        const restored = await restoreBackup({
          ...foldersOf(parts.config),
          database: parts.database,
          path: file,
          passphrase,
          acceptTrailProblems: options.acceptTrailProblems === true,
          say: out.say,
        });
        if (restored.migrations.length > 0) await bringToVersion(parts.database.url);
        return restored;
      },
      { anyVersion: true, say: out.say },
    );
    const { manifest, trailEntries, trailProblems, migrations } = report;
    const rows = manifest.tables.reduce((all, table) => all + table.rows, 0);
    out.document({ rows, files: manifest.files.count, trailEntries, trailProblems, migrations }, [
      `${rows} rows and ${manifest.files.count} files of ${manifest.createdAt} are back, as the manifest says.`,
      trailProblems.length === 0
        ? `The trail of ${trailEntries} sealed entries verifies.`
        : `The trail does NOT verify: ${trailProblems.join('; ')}`,
    ]);
  });
}

interface ShownSetting {
  readonly name: string;
  readonly value: string | null;
  readonly from: 'environment' | 'config.json' | 'default';
  readonly description: string;
}

const secrets = new Set(['METRICS_TOKEN']);

function shownSettings(config: Config): ShownSetting[] {
  const environment = process.env;
  return Object.entries(settings).map(([name, schema]) => {
    const value: unknown = config[name as keyof Config];
    const usual: unknown = schema.safeParse(undefined).data;
    const given = environment[name] !== undefined && environment[name] !== '';
    return {
      name,
      value: shownValue(name, value),
      from: given ? 'environment' : value === usual ? 'default' : 'config.json',
      description: schema.description ?? '',
    };
  });
}

function shownValue(name: string, value: unknown): string | null {
  if (value === undefined) return null;
  if (secrets.has(name)) return '[hidden]';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = String(value);
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.password === '') return text;
  url.password = 'hidden';
  return url.href;
}
