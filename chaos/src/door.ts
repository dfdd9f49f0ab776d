import { simulateApplications, type CloudEvent } from './hearback.js';
import { pause } from './waiting.js';

/** Sends events over HTTP from several clients at once, and remembers what was acknowledged. */
export class Door {
  /** Source and id of every acknowledged event. */
  readonly acknowledged: string[] = [];
  /** Requests whose connection broke: what came of them is not known. */
  broken = 0;
  /** Answers other than 202, the last of each status. */
  readonly refusals = new Map<number, string>();
  readonly #events: Iterator<CloudEvent>;

  constructor(seed: number) {
    this.#events = endless(seed);
  }

  /** Sends until `ended` is aborted or the service is gone; each client one request after the other. */
  async send(url: string, ended: AbortSignal, clients = 4, perRequest = 20): Promise<void> {
    const client = async (): Promise<void> => {
      while (!ended.aborted) {
        const events = Array.from({ length: perRequest }, () => this.#events.next().value as CloudEvent);
        const answer = await post(url, events).catch(() => undefined);
        if (answer === undefined) {
          this.broken += 1;
          return;
        }
        if (answer.status === 202) this.acknowledged.push(...events.map(nameOf));
        else {
          this.refusals.set(answer.status, answer.body);
          await pause(100);
        }
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
  }
}

export const nameOf = ({ source, id }: { source: string; id: string }): string => `${source} ${id}`;

async function post(url: string, events: readonly CloudEvent[]): Promise<{ status: number; body: string }> {
  const response = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  return { status: response.status, body: await response.text() };
}

function* endless(seed: number): Generator<CloudEvent, never, undefined> {
  for (let round = seed; ; round += 1_000) {
    const options = {
      seed: round,
      teams: 20,
      weeks: 52,
      until: '2025-06-01T00:00:00.000Z',
      interviewsPerWeek: 20,
    };
    for (const events of simulateApplications(options)) yield* events;
  }
}
