import type { CvssVersion } from '../advisory.ts';

/** The metrics of one CVSS version: those every vector must have, and those it may have, with their values. */
export interface CvssMetrics {
  mandatory: Readonly<Record<string, readonly string[]>>;
  optional: Readonly<Record<string, readonly string[]>>;
}

const words = (text: string): string[] => text.split(' ');

function table(rows: Record<string, string>): Record<string, readonly string[]> {
  const metrics: Record<string, readonly string[]> = {};
  for (const [names, values] of Object.entries(rows)) {
    for (const name of words(names)) metrics[name] = words(values);
  }
  return metrics;
}

const version3: CvssMetrics = {
  mandatory: table({
    AV: 'N A L P',
    AC: 'L H',
    PR: 'N L H',
    UI: 'N R',
    S: 'U C',
    'C I A': 'N L H',
  }),
  optional: table({
    E: 'X U P F H',
    RL: 'X O T W U',
    RC: 'X U R C',
    'CR IR AR': 'X L M H',
    MAV: 'X N A L P',
    MAC: 'X L H',
    MPR: 'X N L H',
    MUI: 'X N R',
    MS: 'X U C',
    'MC MI MA': 'X N L H',
  }),
};

/** CVSS 2.0 (2007), table 13; 3.0 and 3.1, table 15; 4.0, table 23. */
export const cvssMetrics: Readonly<Record<CvssVersion, CvssMetrics>> = {
  '2.0': {
    mandatory: table({ AV: 'L A N', AC: 'H M L', Au: 'M S N', 'C I A': 'N P C' }),
    optional: table({
      E: 'U POC F H ND',
      RL: 'OF TF W U ND',
      RC: 'UC UR C ND',
      CDP: 'N L LM MH H ND',
      TD: 'N L M H ND',
      'CR IR AR': 'L M H ND',
    }),
  },
  '3.0': version3,
  '3.1': version3,
  '4.0': {
    mandatory: table({
      AV: 'N A L P',
      AC: 'L H',
      AT: 'N P',
      PR: 'N L H',
      UI: 'N P A',
      'VC VI VA SC SI SA': 'H L N',
    }),
    optional: table({
      E: 'X A P U',
      'CR IR AR': 'X H M L',
      MAV: 'X N A L P',
      MAC: 'X L H',
      MAT: 'X N P',
      MPR: 'X N L H',
      MUI: 'X N P A',
      'MVC MVI MVA MSC': 'X H L N',
      'MSI MSA': 'X H L N S',
      S: 'X N P',
      AU: 'X N Y',
      R: 'X A U I',
      V: 'X D C',
      RE: 'X L M H',
      U: 'X Clear Green Amber Red',
    }),
  },
};
