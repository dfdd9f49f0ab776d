export * from './cost.js';
export * from './latency-score.js';
export * from './yardstick.js';
