/* What is reused of the API: how a message is judged, what its rows look like, and made-up events to send. */
/* eslint-disable @nx/enforce-module-boundaries -- compiled, since this runs in Node itself and not in a test runner */
export { openEmbeddedEventLog } from '../../apps/api/dist/event-log/embedded/embedded-event-log.js';
export type { LoggedRecord } from '../../apps/api/dist/event-log/event-log.js';
export { defaultOrganisation, foldOptionsOf } from '../../apps/api/dist/platform/organisation.js';
export { Reckoning } from '../../apps/api/dist/platform/reckoning.js';
export { toEventRow } from '../../apps/api/dist/projection/events/event-row.js';
export { toInterviewRows } from '../../apps/api/dist/projection/interviews/interview-row.js';
export { judge } from '../../apps/api/dist/projection/judge.js';
export { toObligationRows } from '../../apps/api/dist/projection/obligations/obligation-row.js';
export { possibleKeys } from '../../apps/api/dist/projection/possible-keys.js';
export { keptSince } from '../../apps/api/dist/projection/rejections/kept-since.js';
export { toRejectionRow } from '../../apps/api/dist/projection/rejections/rejection-row.js';
export { toTouchpointRows } from '../../apps/api/dist/projection/touchpoints/touchpoint-row.js';
export { simulateApplications } from '../../apps/api/dist/simulation/simulate-applications.js';
export type { CloudEvent } from '../../apps/api/dist/simulation/history.js';
