import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';
import { shownSettings } from './configuration-routes.ts';

test('shows every setting with its words, and no secret', () => {
  const config = readConfig({
    DATA_DIR: '/nowhere',
    PORT: '9000',
    METRICS_TOKEN: 'a-very-secret-token',
    SMTP_URL: 'smtp://me:pass@word@mail.example:25',
    DATABASE_URL: 'postgres://u:p4ss@db.example/x?password=hidden&sslmode=require',
  });
  const shown = new Map(shownSettings(config).map((setting) => [setting.key, setting]));
  assert.deepEqual(shown.get('METRICS_TOKEN')?.value, null);
  assert.equal(shown.get('METRICS_TOKEN')?.set, true);
  assert.equal(shown.get('SMTP_URL')?.value, 'smtp://…@mail.example:25');
  assert.equal(
    shown.get('DATABASE_URL')?.value,
    'postgres://…@db.example/x?password=…&sslmode=require',
  );
  assert.deepEqual([shown.get('PORT')?.value, shown.get('PORT')?.set], ['9000', true]);
  assert.deepEqual([shown.get('WORKER')?.value, shown.get('WORKER')?.set], ['on', false]);
  assert.deepEqual([shown.get('WATCH_DIR')?.value, shown.get('WATCH_DIR')?.set], [null, false]);
  assert.doesNotMatch(JSON.stringify([...shown.values()]), /p4ss|pass@|hidden|very-secret/);
  assert.ok([...shown.values()].every(({ description }) => description !== ''));
});
