import assert from 'node:assert/strict';
import { test } from 'node:test';
import { svgAddress } from './svg-address.ts';

test('a picture that came as text is an address that an image can show', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><path fill="#fff" d="M0 0h9"/></svg>\n';
  const address = svgAddress(svg);
  assert.match(address, /^data:image\/svg\+xml,%3Csvg/);
  assert.equal(decodeURIComponent(address.split(',')[1] ?? ''), svg);
  assert.doesNotMatch(address, /[<>"#\s]/);
});
