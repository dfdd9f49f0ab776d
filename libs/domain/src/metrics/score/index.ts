export * from './cost.js';
export * from './latency-score.js';
export * from './yardstick.js';
export * from './say-reason.js';
export * from './week-reasons.js';
