import { type HearbackProcess } from './hearback-process.js';

/** An interview that took place, in an application of its own. */
export const completed = (id: string): object => ({
  specversion: '1.0',
  id,
  source: 'https://ats.example.com',
  type: 'hearback.interview.completed.v1',
  time: '2026-03-04T10:00:00Z',
  data: { applicationId: id, interviewId: 'i', endedAt: '2026-03-04T10:00:00Z', teamId: 't', stage: 's' },
});

/** So many of them, with ids of their own. */
export const several = (prefix: string, count: number): object[] =>
  Array.from({ length: count }, (_, index) => completed(`${prefix}-${index}`));

export function post(url: string, events: readonly object[]): Promise<Response> {
  return fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
}

/** Sends events and gives the status of the answer. */
export const send = async (url: string, events: readonly object[]): Promise<number> =>
  (await post(url, events)).status;

/** How many interviews wait for an answer. */
export const waitingIn = async (hearback: HearbackProcess): Promise<number | undefined> =>
  (await hearback.get<{ rows: readonly { n: number }[] }>('/api/v1/metrics/waiting-now')).rows[0]?.n;
