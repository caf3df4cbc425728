import { type AccessEvent, readAccessLog } from '#formats/access-log/read-access-log.ts';
import type { Importer, ImportSession } from '#work/imports/importer.ts';
import { RecordJudge } from './judge-records.ts';
import { accessesOf, groupsOf, keepRecords, reportAbnormal } from './keep-records.ts';

const batchSize = 500;

/** Logs of sshd and OpenVPN as access records, each judged against the remote accesses of its account (R-RA-6). */
export const accessLogImporter: Importer = {
  id: 'access-log',
  clause: 'X.1052 §12.2.6 e',
  accepts: ['.log', '.txt'],
  roles: ['remote-access-authoriser', 'remote-access-administrator'],
  target: null,
  run: importLog,
  preview: async function* preview(source, limit) {
    let shown = 0;
    for await (const item of readAccessLog(source, { now: new Date() })) {
      if (shown >= limit) return;
      shown += 1;
      if (item.kind === 'fault') yield item;
      else yield { kind: 'row', row: { title: item.account, values: valuesOf(item) } };
    }
  },
};

const valuesOf = ({ at, outcome, service, host, source }: AccessEvent): Record<string, string> => ({
  ...{ at, outcome, service, host: host ?? '', source: source ?? '' },
});

async function importLog(session: ImportSession): Promise<void> {
  const judge = new RecordJudge();
  // Lines without a year are told by the product's clock.
  const now = await session.batch(async (context) => context.now);
  let waiting: AccessEvent[] = [];
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    const kept = await session.batch(async (context) => {
      const accounts = [...new Set(events.map(({ account }) => account))];
      const accesses = await accessesOf(context, session.ownerId, accounts);
      const judged = events.map((event) => judge.judge(event, accesses));
      const fresh = await keepRecords(context, session.ownerId, judged);
      await reportAbnormal(context, session.ownerId, groupsOf(fresh));
      return fresh.length;
    });
    session.accepted(kept);
    session.unchanged(events.length - kept);
  };
  for await (const item of readAccessLog(session.source, { now })) {
    session.read(1);
    if (item.kind === 'fault') {
      session.fault(item);
      continue;
    }
    waiting.push(item);
    if (waiting.length >= batchSize) await flush();
  }
  await flush();
}
