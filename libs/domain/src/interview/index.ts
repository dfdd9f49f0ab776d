export * from './changes.js';
export * from './evolve.js';
export * from './fold.js';
export * from './history.js';
export * from './obligation.js';
export * from './obligations.js';
export * from './state.js';
export { touchpointKinds, touchpointsAsOf, type Touchpoint, type TouchpointKind } from './touchpoints.js';
export { isValidAsOf, type Validity, type Version } from './versions.js';
