// `npm run faults -- [kills] [seed]`: 1,000 kills under load, a hundred to an installation, so that what is held against what was
// acknowledged stays small; says how it goes, and ends with 1 when anything acknowledged was lost or doubled.
import { type CampaignReport, runCampaign, told } from './campaign.ts';

const killsOfOne = 100;

const [asked = '1000', seed = '20261122'] = process.argv.slice(2);
const kills = Number(asked);
const reports: CampaignReport[] = [];
const say = (words: string) => void process.stdout.write(`${words}\n`);
for (let done = 0; done < kills && reports.every(({ faults }) => faults.length === 0); ) {
  const count = Math.min(killsOfOne, kills - done);
  const report = await runCampaign({
    kills: count,
    seed: Number(seed) + reports.length,
    clients: 6,
    verifyEvery: 25,
    say,
  });
  reports.push(report);
  done += count;
  say(`${told(report)}\nkills in all: ${done} of ${kills}\n`);
}
const sum = (of: (report: CampaignReport) => number) =>
  reports.reduce((total, report) => total + of(report), 0);
say(
  [
    `${sum((report) => Object.values(report.kills).reduce((total, count) => total + count, 0))} kills in ${reports.length} installations`,
    `${sum(({ counts }) => counts.acknowledged)} changes acknowledged`,
    `${sum(({ verified }) => verified)} times drained and verified`,
    `${sum(({ faults }) => faults.length)} lost, doubled or stuck`,
    `${sum(({ seconds }) => seconds).toFixed(0)} s`,
  ].join(', '),
);
process.exitCode = sum(({ faults }) => faults.length) === 0 ? 0 : 1;
