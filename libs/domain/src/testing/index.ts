export * from './arbitraries.js';
export * from './builders.js';
export * from './clock.js';
