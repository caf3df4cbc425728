import { labelLevels as labels, tlpLevels as tlps } from '../choices.ts';

/** Levels that clauses on ceilings speak of, lowest first. */
export const tlpLevels = tlps;
export const labelLevels = labels;
