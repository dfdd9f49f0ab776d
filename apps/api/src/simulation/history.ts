import type { EventType, HearbackEvent } from '@hearback/domain';
import { DAY, HOUR } from './office-clock.js';
import type { Random } from './random.js';

/** An event as a source sends it: CloudEvents 1.0, structured. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type DataOf<Type extends EventType> = Extract<HearbackEvent, { readonly type: Type }>['data'];

const LATE = 0.03;
const REPEATED = 0.01;

/** What a source tells of one application, in the order in which it tells it. */
export class History {
  readonly #sent: { readonly at: number; readonly event: CloudEvent }[] = [];
  #count = 0;

  constructor(
    private readonly source: string,
    private readonly applicationId: string,
    /** What would happen later has not happened. */
    private readonly until: number,
    private readonly random: Random,
  ) {}

  /** @returns the event, unless it lies after the end of the simulated time */
  add<Type extends EventType>(
    type: Type,
    at: number,
    data: Omit<DataOf<Type>, 'applicationId'>,
  ): CloudEvent | undefined {
    // The draws come first: what happens before must not depend on where the simulated time ends.
    const delay = this.random.chance(LATE) ? this.random.between(HOUR, 4 * DAY) : 0;
    const repeatedAfter = this.random.chance(REPEATED) ? this.random.between(0, DAY) : undefined;
    this.#count += 1;
    if (at > this.until) return undefined;
    const event: CloudEvent = {
      specversion: '1.0',
      id: `${this.applicationId}-${this.#count}`,
      source: this.source,
      type,
      time: iso(at),
      data: { applicationId: this.applicationId, ...data },
    };
    this.#sent.push({ at: at + delay, event });
    if (repeatedAfter !== undefined) this.#sent.push({ at: at + delay + repeatedAfter, event });
    return event;
  }

  /** Some come late, so that later ones are sent before them, and some twice. */
  inOrderOfSending(): CloudEvent[] {
    return this.#sent.sort((a, b) => a.at - b.at).map(({ event }) => event);
  }
}

/** To the second. */
export function iso(at: number): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString();
}
