import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

/** `full`: every commit is on the disk before it is acknowledged. `none`: for throw-away clusters of tests only. */
export type Durability = 'full' | 'none';

const mebibyte = 1024 * 1024;

/**
 * The server's settings for a machine that it shares with the application: two cores and little memory are assumed, more
 * memory is used moderately. Written anew at each start.
 */
export function serverSettings(
  durability: Durability,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const memory = totalmem() / mebibyte;
  const share = (part: number, least: number, most: number): string =>
    `${Math.round(Math.min(most, Math.max(least, memory * part)))}MB`;
  return {
    shared_buffers: share(1 / 16, 64, 512),
    effective_cache_size: share(1 / 3, 256, 16384),
    maintenance_work_mem: share(1 / 32, 64, 256),
    work_mem: '16MB',
    max_connections: '100',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    max_parallel_workers_per_gather: '1',
    // Statements here are short: compiling them costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'iso, ymd',
    lc_messages: 'C',
    default_text_search_config: 'pg_catalog.simple',
    password_encryption: 'scram-sha-256',
    logging_collector: 'off',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    // The log must not carry what users typed: neither statements nor the values named in details.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...sharedMemorySettings(),
    ...durabilitySettings(durability),
    ...extra,
  };
}

/** The text of a configuration file; values are quoted. */
export function settingsFile(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  );
  return `# Written anew at each start. Your own settings go to local.conf.\n${lines.join('\n')}\n`;
}

function durabilitySettings(durability: Durability): Record<string, string> {
  if (durability === 'none') {
    return { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  }
  return { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
}

/** Containers often give 64 MB of /dev/shm, too little for a parallel index build: then files serve instead. */
function sharedMemorySettings(): Record<string, string> {
  if (process.platform !== 'linux') return {};
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    const enough = blocks * bsize >= 256 * mebibyte;
    return { dynamic_shared_memory_type: enough ? 'posix' : 'mmap' };
  } catch {
    return { dynamic_shared_memory_type: 'mmap' };
  }
}
