export * from './evolve.js';
export * from './fold.js';
export { keyOf as obligationKeyOf } from './obligation-history.js';
export { isValidAsOf, obligationHistory, tellAsOf, type ObligationVersion } from './obligation-history.js';
export * from './obligations.js';
export * from './state.js';
