import type { ApplicationEvent } from '../../events/catalogue.js';
import type { Origin } from './shape.js';

export type Named<Noun extends string> = Extract<ApplicationEvent, { type: `hearback.${Noun}.v1` }>;

export const ms = (time: string): number => Date.parse(time);

export const originOf = ({ source, id }: ApplicationEvent): Origin => ({ source, id });

/** What had happened by T, each event once, without what was taken back by then, in the order of the fold. */
export function knownAsOf(log: readonly ApplicationEvent[], T: number): ApplicationEvent[] {
  const once = log.filter(
    (event, i) => log.findIndex((other) => other.source === event.source && other.id === event.id) === i,
  );
  const happened = once.filter((event) => ms(event.time) <= T);
  const takenBack = (event: ApplicationEvent) =>
    happened.some(
      (retraction) =>
        retraction.type === 'hearback.event.retracted.v1' &&
        retraction.data.source === event.source &&
        retraction.data.id === event.id,
    );
  // A retraction is final: it stands even where another one names it.
  return happened
    .filter((event) => event.type === 'hearback.event.retracted.v1' || !takenBack(event))
    .sort((a, b) => {
      const [left, right] = [
        [a.time, a.source, a.id],
        [b.time, b.source, b.id],
      ] as const;
      const differs = left.findIndex((part, i) => part !== right[i]);
      return differs === -1 ? 0 : left[differs]! < right[differs]! ? -1 : 1;
    });
}

export const promisesIn = (known: readonly ApplicationEvent[]): Named<'response.promised'>[] =>
  known.filter(
    (event): event is Named<'response.promised'> => event.type === 'hearback.response.promised.v1',
  );

export const requestsIn = (known: readonly ApplicationEvent[]): Named<'feedback.requested'>[] =>
  known.filter(
    (event): event is Named<'feedback.requested'> => event.type === 'hearback.feedback.requested.v1',
  );

export const surveysIn = (known: readonly ApplicationEvent[]): Named<'survey.sent'>[] =>
  known.filter((event): event is Named<'survey.sent'> => event.type === 'hearback.survey.sent.v1');

export const ratingsIn = (known: readonly ApplicationEvent[]): Named<'candidate.rated'>[] =>
  known.filter((event): event is Named<'candidate.rated'> => event.type === 'hearback.candidate.rated.v1');

/** What somebody decided to tell the candidate. */
export const contactsIn = (known: readonly ApplicationEvent[]): Named<'response.sent'>[] =>
  known.filter(
    (event): event is Named<'response.sent'> =>
      event.type === 'hearback.response.sent.v1' && event.data.automated !== true,
  );

export function withdrawalsIn(known: readonly ApplicationEvent[]): number[] {
  return known
    .filter((event) => event.type === 'hearback.application.closed.v1' && event.data.outcome === 'withdrawn')
    .map(({ time }) => ms(time));
}

/** The candidate of the application: the latest id that any event about any of its interviews gave. */
export function candidateIn(known: readonly ApplicationEvent[]): string | undefined {
  const ids = known.flatMap(({ type, data }) =>
    type.startsWith('hearback.interview.') && 'candidateId' in data ? [data.candidateId] : [],
  );
  return ids.filter((id) => id !== undefined).at(-1);
}

/** The first of some instants, if there is any. */
export function earliest(instants: readonly number[]): number | undefined {
  return instants.length === 0 ? undefined : Math.min(...instants);
}
