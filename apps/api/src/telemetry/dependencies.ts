import { Inject, Injectable } from '@nestjs/common';
import type { Withheld } from '../clickhouse/errors.js';
import { Store } from '../clickhouse/store.js';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import type { EventLog } from '../event-log/event-log.js';
import type { CandidateKeys } from '../ingestion/candidate-keys.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { RemotePseudonyms } from '../ingestion/remote-pseudonyms.js';

/** Whoever asks (a probe, a scrape) has a limit of its own, mostly of a few seconds. */
const ANSWER_WITHIN_MS = 2_500;

/** Which of the things that this process needs answer at this moment. Each is asked with a limit, and none throws. */
@Injectable()
export class Dependencies {
  constructor(
    private readonly storeClient: Store,
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    @Inject(Pseudonyms) private readonly candidateKeys: CandidateKeys,
  ) {}

  /** `checking`, `incomplete` and `rebuilding` answer, and figures are withheld; {@link storeDetail} says why. */
  async store(): Promise<'reachable' | 'away' | Withheld['state']> {
    if (!(await inTime(this.storeClient.isReachable(), false))) return 'away';
    return this.storeClient.withheld?.state ?? 'reachable';
  }

  storeDetail(): string | undefined {
    return this.storeClient.withheld?.detail;
  }

  async log(): Promise<'reachable' | 'away'> {
    // Nobody's group: what is asked is only whether there is an answer.
    const answered = this.eventLog.spans('hearback.probe').then(() => true);
    return (await inTime(answered, false)) ? 'reachable' : 'away';
  }

  /** `undefined` where this process keeps the keys itself. */
  async keys(): Promise<'reachable' | 'away' | 'refused' | undefined> {
    return this.candidateKeys instanceof RemotePseudonyms ? this.candidateKeys.state() : undefined;
  }
}

/** What `asked` gives, or `otherwise` where it fails or takes too long. */
export async function inTime<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([asked.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}
