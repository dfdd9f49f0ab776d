import { belongingExamples } from './belonging-examples.js';
import { inferredPromiseExamples } from './inferred-promise-examples.js';
import { promiseExamples } from './promise-examples.js';
import { promiseScopeExamples } from './promise-scope-examples.js';
import { promisedAtExamples } from './promised-at-examples.js';
import { requestExamples } from './request-examples.js';
import { scorecardExamples } from './scorecard-examples.js';

export { inOneForm, type ObligationExample, type TouchpointExample } from './example.js';
export { touchpointExamples } from './touchpoint-examples.js';

/** By what they are about. Folded with the default options. */
export const obligationExamples = {
  'a scorecard': scorecardExamples,
  'a chain of promises': promiseExamples,
  'what a promise is about and what ends it': promiseScopeExamples,
  'what being invited on or hired does to a promise': inferredPromiseExamples,
  'a request': requestExamples,
  'what a request belongs to': belongingExamples,
  'when a response was promised': promisedAtExamples,
};
