import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccessEvent } from '#formats/access-log/read-access-log.ts';
import { type AllowedAccess, RecordJudge } from './judge-records.ts';
import { isWithin } from './networks.ts';

const allowed: AllowedAccess = {
  caseId: 'case',
  account: 'vera',
  startsAt: '2026-03-01T00:00:00.000Z',
  endsAt: '2026-03-10T00:00:00.000Z',
  provisioned: true,
  hosts: ['jump-1'],
  sources: ['198.51.100.0/24'],
};

const event = (more: Partial<AccessEvent> = {}): AccessEvent => ({
  ...{ kind: 'event', line: 1, at: '2026-03-05T08:00:00.000Z', host: 'jump-1', text: '' },
  ...{ service: 'ssh', outcome: 'accepted', account: 'vera', source: '198.51.100.7' },
  ...{ method: 'password', times: 1 },
  ...more,
});

const abnormalOf = (more: Partial<AccessEvent>, accesses: readonly AllowedAccess[] = [allowed]) =>
  new RecordJudge().judge(event(more), accesses).abnormal;

describe('R-RA-6 records of access, judged by declared rules', () => {
  it('finds nothing in what was allowed', () => {
    assert.deepEqual(abnormalOf({}), []);
    assert.deepEqual(abnormalOf({ host: 'JUMP-1.telco.example' }), [], 'a host by its full name');
  });

  it('marks an account that has no remote access', () => {
    assert.deepEqual(abnormalOf({ account: 'mallory' }), ['unknown-account']);
    assert.deepEqual(abnormalOf({}, []), ['unknown-account']);
    assert.deepEqual(
      abnormalOf({ account: 'mallory', outcome: 'failed' }),
      [],
      'he did not get in',
    );
  });

  it('marks what lies before, after or outside the period', () => {
    assert.deepEqual(abnormalOf({ at: '2026-02-28T23:00:00.000Z' }), ['outside-period']);
    assert.deepEqual(abnormalOf({ at: '2026-03-10T00:00:01.000Z' }), ['outside-period']);
    assert.deepEqual(abnormalOf({}, [{ ...allowed, provisioned: false }]), ['outside-period']);
    const later = { ...allowed, startsAt: '2026-04-01T00:00:00.000Z', endsAt: '2026-05-01' };
    assert.deepEqual(abnormalOf({}, [later, allowed]), [], 'the access of that day counts');
  });

  it('marks another host and another address', () => {
    assert.deepEqual(abnormalOf({ host: 'db-1' }), ['outside-scope']);
    assert.deepEqual(abnormalOf({ source: '203.0.113.9' }), ['outside-scope']);
    assert.deepEqual(abnormalOf({ source: 'not-an-address' }), ['outside-scope']);
    assert.deepEqual(abnormalOf({ source: '203.0.113.9' }, [{ ...allowed, sources: [] }]), []);
  });

  it('marks the fifth failure from one address within ten minutes, and not four or slow ones', () => {
    const at = (minute: number) =>
      event({ outcome: 'failed', at: `2026-03-05T08:${String(minute).padStart(2, '0')}:00.000Z` });
    const judge = new RecordJudge();
    const quick = [0, 1, 2, 3, 4].map((minute) => judge.judge(at(minute), []).abnormal);
    assert.deepEqual(quick, [[], [], [], [], ['many-failures']]);
    const slow = new RecordJudge();
    const rare = [0, 11, 22, 33, 44, 55].map((minute) => slow.judge(at(minute), []).abnormal);
    assert.deepEqual(rare.flat(), []);
    assert.deepEqual(abnormalOf({ outcome: 'failed', times: 5 }, []), ['many-failures']);
  });

  it('knows networks of both families, and takes none for everything', () => {
    assert.equal(isWithin('2001:db8::7', '2001:db8::/32'), true);
    assert.equal(isWithin('2001:db9::7', '2001:db8::/32'), false);
    assert.equal(isWithin('192.0.2.7', '192.0.2.7'), true);
    for (const bad of ['192.0.2.0/', '192.0.2.0/99', 'x/8', '::/0/0', '']) {
      assert.equal(isWithin('192.0.2.7', bad), false, bad);
    }
  });
});
