// `npm run faults -- [kills] [seed]`: 1,000 kills under load; says how it goes, and ends with 1 when anything acknowledged was lost or doubled.
import { runCampaign, told } from './campaign.ts';

const [kills = '1000', seed = '20261122'] = process.argv.slice(2);
const report = await runCampaign({
  kills: Number(kills),
  seed: Number(seed),
  clients: 6,
  verifyEvery: 25,
  say: (words) => void process.stdout.write(`${words}\n`),
});
process.stdout.write(`${told(report)}\n`);
process.exitCode = report.faults.length === 0 ? 0 : 1;
