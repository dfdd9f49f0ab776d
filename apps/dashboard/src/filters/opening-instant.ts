import { type Organisation } from '../api/organisation.js';

/**
 * From where the page looks when the address names no instant. `undefined`: now. Sample data lies in the past, so it
 * is seen from its end, until events of one's own have come after it: those happen now.
 */
export function openingInstant({ sampleData, events }: Organisation): string | undefined {
  if (sampleData === null) return undefined;
  const hasLater = events.lastAt !== null && Date.parse(events.lastAt) > Date.parse(sampleData.asOf);
  return hasLater ? undefined : sampleData.asOf;
}

/** Half-way through the sample, on the hour: where candidates are still waiting. */
export function middleOfSample({ sampleData, events }: Organisation): string | undefined {
  if (sampleData === null || events.firstAt === null) return undefined;
  const middle = (Date.parse(events.firstAt) + Date.parse(sampleData.asOf)) / 2;
  const hour = 3_600_000;
  return new Date(Math.round(middle / hour) * hour).toISOString().replace('.000Z', 'Z');
}
