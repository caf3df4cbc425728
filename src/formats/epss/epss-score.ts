/** One row of the Exploit Prediction Scoring System of FIRST. */
export interface EpssScore {
  cve: string;
  /** Probability of exploitation in the next 30 days, 0 to 1. */
  probability: number;
  /** Share of all scored vulnerabilities with the same or a lower probability, 0 to 1. */
  percentile: number;
  modelVersion: string | null;
  /** ISO UTC. */
  scoredAt: string | null;
}
