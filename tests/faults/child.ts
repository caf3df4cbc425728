// One process of an installation under test: says its address once it is ready, ends in order on SIGTERM, and with code 1 when its database is gone.
import { start } from '#apps/start.ts';

const signal = new Promise<void>((done) => process.once('SIGTERM', () => done()));
const running = await start({
  demo: false,
  say: (words) => void process.stderr.write(`${words}\n`),
});
process.stdout.write(`READY ${new URL(running.address).port}\n`);
const broken = await Promise.race([signal, running.broken]);
await running.stop();
process.exitCode = typeof broken === 'string' ? 1 : 0;
// As the command line does: a part that did not end in time must not keep the process.
setTimeout(() => process.exit(), 2_000).unref();
