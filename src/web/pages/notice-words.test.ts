import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogueOf, createTranslator } from '#ui/i18n/translator.ts';
import { noticePath, noticeWords } from './notice-words.ts';

const texts = createTranslator(
  'en',
  catalogueOf([
    {
      'procedure.change.action.authorise': 'Authorise the change',
      'procedure.change.deadline.review': 'Review',
      'notification.case': 'Something was done',
      'notification.case.what': 'Done: {what}',
      'deadline.answer': 'Answer to the request',
      'notification.escalation.what': 'Escalated: {what}',
      'notification.access.role-granted': 'A role was given to you',
      'notification.task.what': 'For you: {what}',
      'procedure.asset-check.duty.periodic-check': 'Check the assets',
      'notification.other': 'Notice',
    },
  ]),
);
const words = (kind: string, about: string | null, procedure: string | null) =>
  noticeWords({ kind, about, procedure }, texts);

test('a notice says what was done, what is late, or what was given, by its name', () => {
  assert.equal(words('case', 'authorise', 'change'), 'Done: Authorise the change');
  assert.equal(words('case', 'gone', 'change'), 'Something was done');
  assert.equal(words('escalation', 'review', 'change'), 'Escalated: Review');
  assert.equal(
    words('escalation', 'answer', 'incident-coordination'),
    'Escalated: Answer to the request',
  );
  assert.equal(words('task', 'periodic-check', 'asset-check'), 'For you: Check the assets');
  assert.equal(words('access', 'role-granted', null), 'A role was given to you');
  assert.equal(words('new-kind', null, null), 'Notice');
});

test('a notice leads to its document, case or record, and nowhere where there is no page', () => {
  const place = { kind: 'case', caseId: 'c', recordId: 'r', register: null };
  const known = (id: string) => id === 'assets';
  assert.equal(noticePath(place, known), '/cases/c');
  assert.equal(noticePath({ ...place, kind: 'deliverable' }, known), '/deliverables/r');
  assert.equal(
    noticePath({ ...place, caseId: null, register: 'assets' }, known),
    '/registers/assets/r',
  );
  assert.equal(noticePath({ ...place, caseId: null, register: 'request' }, known), '/requests/r');
  assert.equal(noticePath({ ...place, caseId: null, register: 'glass-break' }, known), null);
});
