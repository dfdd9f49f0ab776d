import { Inject, Optional } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { keyOf, toCloudEvent, tooLarge, type HearbackEvent, type Rejection } from '@hearback/domain';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import type { EventLog, RecordToAppend } from '../event-log/event-log.js';
import { RecordTooLarge } from '../event-log/errors.js';
import { type Clock, CLOCK } from '../platform/clock.js';
import type { CandidateKeys } from './candidate-keys.js';
import { mapInSlices } from '../platform/slices.js';
import { doorOf, Meters } from '../telemetry/meters.js';
import { candidateIdsOf, erasedCandidates, withPseudonyms } from './candidate-ids.js';
import { contentHash, identityKey, identityOf } from './event-identity.js';
import { judgeMessage, type JudgedMessage } from './judge-message.js';
import { EventMemory } from './known-events.js';
import { Pseudonyms } from './pseudonyms.js';
import { RecordEvents, type RecordResult } from './record-events.command.js';

/** One message on its way: its answer, and what the log is to keep of it (nothing: a duplicate, or too large). */
interface Verdict {
  result: RecordResult;
  record?: RecordToAppend;
  /** Of an event that is to be recorded: what to remember once it is durable. */
  remember?: { readonly key: string; readonly content: string };
}

type Arrived = JudgedMessage & { readonly headers: Readonly<Record<string, string>> };
type Judged = Arrived & { readonly event?: HearbackEvent };

@CommandHandler(RecordEvents)
export class RecordEventsHandler implements ICommandHandler<RecordEvents> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly memory: EventMemory,
    @Inject(Pseudonyms) private readonly pseudonyms: CandidateKeys,
    @Inject(Meters) @Optional() private readonly meters: Meters = new Meters(),
  ) {}

  async execute({ messages, origin, options }: RecordEvents): Promise<readonly RecordResult[]> {
    const recordedTime = this.clock().toISOString();
    const headers = {
      'content-type': 'application/cloudevents+json',
      'hearback-recorded-time': recordedTime,
      'hearback-origin': origin,
    };
    const judged = await this.#pseudonymised(
      await mapInSlices(messages, (message) => ({
        ...judgeMessage(message, recordedTime),
        headers: message.headers === undefined ? headers : { ...message.headers, ...headers },
      })),
      options.dryRun ?? false,
    );
    const events = judged.flatMap(({ event }) => (event === undefined ? [] : [event]));
    const known = new Map(await this.memory.contentOf(events.map(identityOf)));
    const verdicts = await mapInSlices(judged, (message) => verdictOn(message, known));
    if (options.dryRun === true) return verdicts.map(({ result }) => result);
    if (options.keepRejected === false) dropRejected(verdicts);

    await this.#append(verdicts);
    for (const { remember } of verdicts) {
      if (remember !== undefined) this.memory.remember(remember.key, remember.content);
    }
    // Also for duplicates: a crash may have come between the first record of an erasure and the erasure itself.
    await this.pseudonyms.erase(erasedCandidates(events));
    const results = verdicts.map(({ result }) => result);
    this.#count(results, doorOf(origin));
    return results;
  }

  /** Only what has been told to the sender: a request that failed is sent again. */
  #count(results: readonly RecordResult[], origin: string): void {
    for (const result of results) {
      if (result.status === 'rejected') this.meters.rejected.inc({ origin, reason: result.reason });
      else if (result.status === 'duplicate') this.meters.duplicates.inc({ origin });
      else this.meters.recorded.inc({ origin });
    }
  }

  async #pseudonymised(messages: readonly Arrived[], dryRun: boolean): Promise<Judged[]> {
    const decoded = messages.map((message) =>
      'event' in message.decoded ? message.decoded.event : undefined,
    );
    const ids = decoded.flatMap((event) => (event === undefined ? [] : candidateIdsOf(event)));
    // Keys are durable before any event that uses them: an event whose key is lost could never be erased nor joined.
    const pseudonyms = await (dryRun ? this.pseudonyms.known(ids) : this.pseudonyms.of(ids));
    return mapInSlices(messages, (message, index) => {
      const event = decoded[index];
      return event === undefined ? message : { ...message, event: withPseudonyms(event, pseudonyms) };
    });
  }

  async #append(verdicts: readonly Verdict[]): Promise<void> {
    for (;;) {
      const records = verdicts.flatMap(({ record }) => (record === undefined ? [] : [record]));
      if (records.length === 0) return;
      try {
        return await this.log.append(records);
      } catch (error) {
        if (!(error instanceof RecordTooLarge)) throw error;
        refuseLargest(verdicts);
      }
    }
  }
}

function verdictOn({ event, bytes, decoded, hints, headers }: Judged, known: Map<string, string>): Verdict {
  if (event === undefined) {
    const { rejection } = decoded as { readonly rejection: Rejection };
    const { applicationId, ...named } = hints;
    const result = { status: 'rejected', ...rejection, ...named } as const;
    if (rejection.reason === 'too-large') return { result };
    return { result, record: { key: applicationId ?? '', value: bytes, headers } };
  }
  const { id, source } = event;
  const key = identityKey(identityOf(event));
  const content = contentHash(event);
  const before = known.get(key);
  if (before === content) return { result: { status: 'duplicate', id, source } };
  const value = new TextEncoder().encode(JSON.stringify(toCloudEvent(event)));
  const record = { key: keyOf(event), value, headers };
  if (before !== undefined) {
    const message = 'an event with this source and id but another content is known; the first one stays';
    const problems = [{ path: 'id', message }];
    return { result: { status: 'rejected', reason: 'conflict', problems, id, source }, record };
  }
  known.set(key, content);
  return { result: { status: 'recorded', id, source }, record, remember: { key, content } };
}

/** They are kept where they came from. */
function dropRejected(verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) if (verdict.result.status === 'rejected') delete verdict.record;
}

/** A log may take less than {@link MAX_EVENT_BYTES} with key and headers: the largest gives way to all others. */
function refuseLargest(verdicts: readonly Verdict[]): void {
  const size = ({ record }: Verdict): number => record?.value.byteLength ?? -1;
  const largest = verdicts.reduce((a, b) => (size(b) > size(a) ? b : a));
  const { id, source } = largest.result;
  const { rejection } = tooLarge(size(largest));
  const message = 'larger than what the event log takes';
  largest.result = {
    status: 'rejected',
    ...rejection,
    problems: [{ path: '', message }],
    ...(id === undefined ? {} : { id }),
    ...(source === undefined ? {} : { source }),
  };
  delete largest.record;
  delete largest.remember;
}
