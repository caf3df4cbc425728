import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { readConfig } from '#kernel/config/config.ts';
import { Database } from '#kernel/database/database.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { createLog } from '#kernel/log/log.ts';
import { importBundle } from '#work/bundle/import-bundle.ts';

/** Imports one received bundle in a process of its own, so that a test can kill it in the middle. */
const [url = '', dataDir = '', intakeId = '', principal = ''] = process.argv.slice(2);
const log = createLog('silent');
const database = new Database({ url, poolSize: 4, namedStatements: true, log });
const clock = systemClock;
const config = readConfig({ DATA_DIR: dataDir });
const files = new FileStore({ database, clock, config });
const parts = { runner: { database, clock }, catalogue, files, scanner: null, dataDir };
await importBundle(parts, JSON.parse(principal) as Principal, intakeId);
await database.close();
