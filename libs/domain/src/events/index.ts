export { asyncApiDocument, type AsyncApiDocument, type AsyncApiOptions } from './asyncapi.js';
export * from './catalogue.js';
export { SCORES_SOURCE, scorePublished } from './catalogue/score-published.js';
export * from './decode.js';
export { defineEvent, type EventDefinition, type ExampleEvent, type KeyedBy } from './define-event.js';
export {
  candidateFields,
  EARLIEST_INSTANT,
  id as identifier,
  instant,
  LATEST_INSTANT,
  type Interviewer,
} from './fields.js';
export * from './json-scanner.js';
export * from './json-schema.js';
export * from './reserved.js';
