import { readFileSync, watchFile } from 'node:fs';

/**
 * Loaded into a server before anything else (`node --import`): its clock runs ahead by CLOCK_AHEAD_MS, as if it had been started that much
 * later. So a journey reaches the review of a change after 7 and after 30 days. What CLOCK_AHEAD_FILE says comes on top while the server runs: so
 * two hours pass without one. Plain JavaScript: `npm start` hands it on to the system's Node.js, too.
 */
const file = process.env['CLOCK_AHEAD_FILE'];
const atStartMs = Number(process.env['CLOCK_AHEAD_MS'] ?? 0);
let aheadMs = atStartMs;
const RealDate = globalThis.Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [target.now() + aheadMs] : args, newTarget),
  apply: (target) => new target(target.now() + aheadMs).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? () => target.now() + aheadMs : Reflect.get(target, name, receiver),
});

if (file !== undefined) {
  watchFile(file, { interval: 100, persistent: false }, () => {
    aheadMs = atStartMs + Number(readFileSync(file, 'utf8'));
  });
}
