// `npm run faults -- [kills] [seed]`: 1,000 kills under load, a hundred to an installation, so that what is held against what was
// acknowledged stays small; says how it goes, and ends with 1 when anything acknowledged was lost or doubled.
// `npm run faults -- upload [MiB] [kills]`: one file of evidence, 2 GiB, with the server and its database killed ten times while it is sent.
import { type CampaignReport, runCampaign, told } from './campaign.ts';
import { runUpload, toldUpload } from './upload-campaign.ts';

const killsOfOne = 100;

const say = (words: string) => void process.stdout.write(`${words}\n`);

async function underLoad(asked = '1000', seed = '20261122'): Promise<void> {
  const kills = Number(asked);
  const reports: CampaignReport[] = [];
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
}

async function upload(mebibytes = '2048', kills = '10'): Promise<void> {
  const bytes = Number(mebibytes) * 1024 ** 2;
  const options = { bytes, kills: Number(kills), partBytes: 8 * 1024 ** 2, seed: 20261122, say };
  const report = await runUpload(options);
  say(toldUpload(bytes, report));
  const { sent, received, read, evidence, leftOver } = report;
  const right = sent === received && sent === read && evidence === 1 && leftOver.length === 0;
  process.exitCode = right ? 0 : 1;
}

const [what, ...others] = process.argv.slice(2);
await (what === 'upload' ? upload(...others) : underLoad(what, ...others));
