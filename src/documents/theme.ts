import type { Theme, TlpLabel } from './model.ts';

/** The look of a document whose organisation has no house style of its own. */
export const PLAIN_THEME: Theme = {
  accent: '#1d3f72',
  ink: '#1b1f24',
  muted: '#55606e',
  tint: '#eef2f7',
  rule: '#c5ced9',
  font: 'sans',
  logo: null,
};

/** Colours on black of TLP 2.0 (FIRST, Traffic Light Protocol version 2.0, colour table). */
export const TLP_COLOURS: Readonly<Record<TlpLabel, string>> = {
  'TLP:RED': '#ff2b2b',
  'TLP:AMBER+STRICT': '#ffc000',
  'TLP:AMBER': '#ffc000',
  'TLP:GREEN': '#33ff00',
  'TLP:CLEAR': '#ffffff',
};

/** Edge and title colours of callouts; each reads on white with a ratio above 4.5 to 1. */
export const TONE_COLOURS = { note: '#1d5fa8', important: '#8a4b00', warning: '#b3261e' } as const;
