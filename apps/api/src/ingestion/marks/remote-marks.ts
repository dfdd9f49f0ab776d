import { z } from 'zod';
import type { OffsetRange, ServiceMarks, UnmarkedRecord } from './service-marks.js';

/** So many records are asked for or given in one request. */
export const MOST_RECORDS_PER_REQUEST = 2_000;

const stateAnswer = z.object({ key: z.base64(), settled: z.boolean() });
const acceptedAnswer = z.object({ accepted: z.array(z.boolean()) });

/** Those of the process that owns the candidate keys. */
export class RemoteMarks implements ServiceMarks {
  #key: Uint8Array | undefined;

  /**
   * @param ask posts a body to a route of the owner's and answers what it says
   * @param away what to throw when the answer makes no sense
   */
  constructor(
    private readonly ask: (route: string, body: object) => Promise<unknown>,
    private readonly away: (how: string) => Error,
  ) {}

  async key(again = false): Promise<Uint8Array> {
    if (this.#key === undefined || again) await this.#state();
    return this.#key!;
  }

  async isSettled(): Promise<boolean> {
    return (await this.#state()).settled;
  }

  async keep(records: readonly UnmarkedRecord[]): Promise<void> {
    for (const some of chunks(records)) await this.ask('marks/keep', { records: some });
  }

  async settle(ranges: readonly OffsetRange[]): Promise<void> {
    await this.ask('marks/settle', { ranges });
  }

  async accepted(records: readonly UnmarkedRecord[]): Promise<readonly boolean[]> {
    const all: boolean[] = [];
    for (const some of chunks(records)) {
      const answer = acceptedAnswer.safeParse(await this.ask('marks/accepted', { records: some }));
      if (!answer.success || answer.data.accepted.length !== some.length)
        throw this.away('answers something else than which records count; is it Hearback of this version?');
      all.push(...answer.data.accepted);
    }
    return all;
  }

  async #state(): Promise<z.infer<typeof stateAnswer>> {
    const answer = stateAnswer.safeParse(await this.ask('marks', {}));
    if (!answer.success)
      throw this.away('answers something else than the key of the mark; is it Hearback of this version?');
    this.#key = new Uint8Array(Buffer.from(answer.data.key, 'base64'));
    return answer.data;
  }
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += MOST_RECORDS_PER_REQUEST)
    yield all.slice(start, start + MOST_RECORDS_PER_REQUEST);
}
