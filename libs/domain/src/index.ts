export * from './events/index.js';
export * from './interview/index.js';
export * from './metrics/index.js';
export * from './time/index.js';
