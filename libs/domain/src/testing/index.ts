export * from './builders.js';
export * from './clock.js';
