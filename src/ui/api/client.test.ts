import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, apiUrl, cookie, problemOf, queryString } from './client.ts';

test('only parameters with a value reach the address, and lists repeat their name', () => {
  assert.equal(queryString({ q: '', a: undefined, b: 1, c: ['x', 'y z'] }), '?b=1&c=x&c=y+z');
  assert.equal(apiUrl('/cases', {}), '/api/v1/cases');
});

test('a cookie is found among others, and an absent one is empty', () => {
  assert.equal(cookie('cw_csrf', 'a=1; cw_csrf=t%20k=; b=2'), 't k=');
  assert.equal(cookie('cw', 'cw_csrf=1'), '');
});

test('an answer that is no problem document still says its status', () => {
  assert.equal(problemOf(undefined, 500).code, 'http-500');
  const problem = problemOf({ code: 'conflict', title: 'Changed meanwhile' }, 412);
  assert.equal(new ApiError(problem).status, 412);
});
