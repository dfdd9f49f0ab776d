export * from './answer.js';
export * from './catalogue.js';
export * from './declaration.js';
export * from './kaplan-meier.js';
export * from './not-measured.js';
export { quantileOf } from './quantiles.js';
export * from './score/health.js';
export * from './score/index.js';
