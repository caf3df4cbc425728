import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const flag = z
  .enum(['on', 'off'])
  .transform((value) => value === 'on')
  .describe('on | off');

/**
 * Every setting, read once at start. The same names serve as environment variables and as keys of `DATA_DIR/config.json`;
 * the environment wins. `docs/guide/configuration.md` is written from this table.
 */
export const settings = {
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8080)
    .describe('TCP port of the web application and API'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for all'),
  PUBLIC_URL: z
    .url()
    .optional()
    .describe('Address under which people reach it; used in mails and cookies'),
  DATA_DIR: z
    .string()
    .default('./data')
    .describe('Folder of the embedded database, files and keys'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe('An existing PostgreSQL 15 or newer instead of the embedded one'),
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(12)
    .describe('Connections of one process'),
  DATABASE_NAMED_STATEMENTS: flag
    .default(true)
    .describe('Switch off behind a pgbouncer older than 1.21'),
  FILES_URL: z
    .string()
    .optional()
    .describe('Folder (file:///…) for stored files; default DATA_DIR/files'),
  CLAMD_URL: z
    .string()
    .regex(
      /^(tcp:\/\/([^/:@\s[\]]+|\[[\da-f:]+\]):\d{1,5}\/?|unix:(\/\/)?\/\S+)$/i,
      'Write tcp://host:port or unix:/path/of/the/socket',
    )
    .optional()
    .describe(
      'ClamAV that scans evidence before anybody may read it: tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl; without it evidence is marked as not scanned',
    ),
  CLAMD_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(4 * 1024 ** 3)
    .default(100 * 1024 ** 2)
    .describe(
      'Largest file that clamd looks at as a whole: the least of its StreamMaxLength, MaxFileSize and MaxScanSize. It calls what is beyond MaxFileSize clean, so larger files are not given to it and marked as too large for the scanner',
    ),
  SMTP_URL: z
    .string()
    .optional()
    .describe('smtp://user:password@host:port; without it mails stay in the mail log'),
  MAIL_FROM: z
    .string()
    .default('Commonward <commonward@localhost>')
    .describe('Sender of mails; what calendar programs answer goes to its mailbox'),
  MAIL_MAX_TLP: z
    .enum(['CLEAR', 'GREEN'])
    .default('GREEN')
    .describe('Highest label whose content mail may carry'),
  WATCH_DIR: z
    .string()
    .optional()
    .describe(
      'Folder whose advisory files (CSAF, OSV, KEV, EPSS, Debian lists) are imported once they lie there unchanged for two seconds, then moved to its `done` or `refused` with their report beside them',
    ),
  WATCH_ORGANISATION: z
    .string()
    .optional()
    .describe(
      'Code of the organisation in whose name they are imported; needed where there are several',
    ),
  MAILBOX_DIR: z
    .string()
    .optional()
    .describe(
      'Maildir (`new`, `cur`, `tmp`) whose messages are read and then moved to its `cur`: answers to meetings, reports of Service Desks',
    ),
  MAILBOX_VERIFIED_BY: z
    .string()
    .optional()
    .describe(
      'Name by which the mail server in front signs `Authentication-Results`; then only messages that it found to be from their sender (`dmarc=pass`) count as his. Without it that server must refuse forged senders itself',
    ),
  INCIDENT_ADDRESS: z
    .string()
    .toLowerCase()
    .optional()
    .describe(
      'Address to which Service Desks report incidents; without it none is taken in by mail',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level logged'),
  TRUST_PROXY: flag.default(false).describe('Believe X-Forwarded-For of the proxy in front'),
  TLS_CERT_FILE: z
    .string()
    .optional()
    .describe('PEM certificate; with TLS_KEY_FILE the server speaks HTTPS'),
  TLS_KEY_FILE: z.string().optional().describe('PEM key of the certificate'),
  METRICS_TOKEN: z.string().min(16).optional().describe('Bearer token that /metrics then asks for'),
  WORKER: flag.default(true).describe('Run the worker inside this process'),
} as const;

const schema = z.object(settings).strict();

export type Config = z.infer<typeof schema> & { readonly dataDir: string };

/** A fault of the configuration; the message names the key and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration once from `env` and `DATA_DIR/config.json`.
 * @throws ConfigError for a wrong value, an unknown key of the file, or an unknown `COMMONWARD_…` variable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const unknown = Object.keys(env).filter((key) => key.startsWith('COMMONWARD_'));
  if (unknown.length > 0) {
    throw new ConfigError(
      `Unknown setting ${unknown.join(', ')}. Settings carry no prefix: PORT, DATA_DIR, … (docs/guide/configuration.md).`,
    );
  }
  const fromEnv: Record<string, unknown> = {};
  for (const key of Object.keys(settings)) {
    const value = env[key];
    if (value !== undefined && value !== '') fromEnv[key] = value;
  }
  const dataDir = resolve(String(fromEnv['DATA_DIR'] ?? './data'));
  const parsed = schema.safeParse({ ...readConfigFile(join(dataDir, 'config.json')), ...fromEnv });
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown key ${issue.keys.join(', ')}`
        : `${issue.path.join('.')}: ${issue.message}`,
    );
    throw new ConfigError(`Configuration: ${faults.join('; ')}`);
  }
  return Object.freeze({ ...parsed.data, dataDir });
}

function readConfigFile(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ConfigError(`${path} must hold one JSON object.`);
    }
    return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${path} is not valid JSON: ${String(error)}`);
  }
}
