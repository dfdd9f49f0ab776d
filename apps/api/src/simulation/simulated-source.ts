/** Every source of simulated events begins with it: what bears it is nobody's real history. */
export const SIMULATED_SOURCE_PREFIX = 'https://simulated.hearback.example/';

/** The two applicant-tracking systems of a simulated organisation. */
export const SIMULATED_SOURCES = [
  `${SIMULATED_SOURCE_PREFIX}ats-a`,
  `${SIMULATED_SOURCE_PREFIX}ats-b`,
] as const;
