export * from './arbitraries.js';
export * from './builders.js';
export * from './clock.js';
export * from './naive-score.js';
