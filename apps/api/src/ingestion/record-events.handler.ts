import { Inject, Optional } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  keyOf,
  reservation,
  toCloudEvent,
  tooLarge,
  type HearbackEvent,
  type Rejection,
} from '@hearback/domain';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import type { AppendOutcome, EventLog, RecordToAppend } from '../event-log/event-log.js';
import { RecordTooLarge } from '../event-log/errors.js';
import { type Clock, CLOCK } from '../platform/clock.js';
import type { CandidateKeys } from './candidate-keys.js';
import { mapInSlices, ownTurn } from '../platform/slices.js';
import { doorOf, Meters } from '../telemetry/meters.js';
import { candidateIdsOf, erasedCandidates, withPseudonyms } from './candidate-ids.js';
import { contentHash, identityKey, identityOf } from './event-identity.js';
import { judgeMessage, type JudgedMessage } from './judge-message.js';
import { EventMemory } from './known-events.js';
import { MARK_HEADER, markOf, REFUSED_HEADER } from './marks/mark.js';
import { Pseudonyms } from './pseudonyms.js';
import { RecordEvents, type RecordResult } from './record-events.command.js';
import { judgeOfClient } from './reserved-events.js';

/** One message on its way: its answer, and what the log is to keep of it (nothing: a duplicate, or too large). */
interface Verdict {
  result: RecordResult;
  record?: RecordToAppend;
}

type Arrived = JudgedMessage & { readonly headers: Readonly<Record<string, string>> };
type Judged = Arrived & { readonly event?: HearbackEvent };

/** Identities of which the log is asked at a stretch, for some milliseconds. */
const LOOKED_UP_AT_ONCE = 1_000;

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
        ...(options.isOwn === true ? judgeMessage : judgeOfClient)(message, recordedTime),
        headers: message.headers === undefined ? headers : { ...message.headers, ...headers },
      })),
      options.dryRun ?? false,
    );
    const events = judged.flatMap(({ event }) => (event === undefined ? [] : [event]));
    const known = new Map(await this.#contentOf(events));
    // Kept where they came from, the rejected ones are not kept here.
    const keepRejected = options.keepRejected ?? true;
    if (options.dryRun === true)
      return mapInSlices(judged, (message) => {
        const { result, record } = verdictOn(message, known, keepRejected);
        const identity = result.status === 'recorded' ? record?.identity : undefined;
        if (identity !== undefined) known.set(identity.key, identity.content);
        return result;
      });
    const verdicts = await mapInSlices(judged, (message) => verdictOn(message, known, keepRejected));
    if (options.isOwn === true) await this.#mark(verdicts, judged);
    await this.#append(verdicts);
    for (const { result, record } of verdicts) {
      const identity = result.status === 'rejected' ? undefined : record?.identity;
      if (identity !== undefined) this.memory.remember(identity.key, identity.content);
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

  /** What is known of earlier events, by the keys of their identities. */
  async #contentOf(events: readonly HearbackEvent[]): Promise<ReadonlyMap<string, string>> {
    const identities = await mapInSlices(events, identityOf);
    if (this.log.contentOf === undefined) return this.memory.contentOf(identities);
    const keys = await mapInSlices(identities, identityKey);
    const known = new Map<string, string>();
    for (let from = 0; from < keys.length; from += LOOKED_UP_AT_ONCE) {
      if (from > 0) await ownTurn();
      for (const [key, content] of this.log.contentOf(keys.slice(from, from + LOOKED_UP_AT_ONCE)))
        known.set(key, content);
    }
    return known;
  }

  async #mark(verdicts: readonly Verdict[], judged: readonly Judged[]): Promise<void> {
    const key = await this.pseudonyms.marks.key();
    for (const [index, verdict] of verdicts.entries()) {
      const { record } = verdict;
      const event = judged[index]?.event;
      if (record === undefined || event === undefined || reservation(event) === undefined) continue;
      const headers = { ...record.headers, [MARK_HEADER]: markOf(key, record.value) };
      verdict.record = { ...record, headers };
    }
  }

  async #append(verdicts: readonly Verdict[]): Promise<void> {
    for (;;) {
      const appended = verdicts.filter(({ record }) => record !== undefined);
      if (appended.length === 0) return;
      try {
        const outcomes = await this.log.append(appended.map(({ record }) => record!));
        for (const [index, verdict] of appended.entries()) settle(verdict, outcomes[index]!);
        return;
      } catch (error) {
        if (!(error instanceof RecordTooLarge)) throw error;
        refuseLargest(verdicts);
      }
    }
  }
}

/** Others may have come with the same event since the log was asked what it knows. */
function settle(verdict: Verdict, outcome: AppendOutcome): void {
  const { result } = verdict;
  if (outcome === 'appended' || result.status !== 'recorded') return;
  const { id, source } = result;
  verdict.result = outcome === 'duplicate' ? { status: 'duplicate', id, source } : conflict(id, source);
}

/** @param keepRejected whether the log is to keep what is rejected */
function verdictOn(
  { event, bytes, decoded, hints, headers }: Judged,
  known: ReadonlyMap<string, string>,
  keepRejected: boolean,
): Verdict {
  if (event === undefined) {
    const { rejection } = decoded as { readonly rejection: Rejection };
    const { applicationId, ...named } = hints;
    const result = { status: 'rejected', ...rejection, ...named } as const;
    if (rejection.reason === 'too-large' || !keepRejected) return { result };
    const refused = rejection.reason === 'reserved' ? { ...headers, [REFUSED_HEADER]: 'reserved' } : headers;
    return { result, record: { key: applicationId ?? '', value: bytes, headers: refused } };
  }
  const { id, source } = event;
  const identity = { key: identityKey(identityOf(event)), content: contentHash(event) };
  const before = known.get(identity.key);
  if (before === identity.content) return { result: { status: 'duplicate', id, source } };
  const value = new TextEncoder().encode(JSON.stringify(toCloudEvent(event)));
  const record = { key: keyOf(event), value, headers };
  if (before !== undefined) return { result: conflict(id, source), ...(keepRejected && { record }) };
  const identified = { ...record, identity, keepConflict: keepRejected };
  return { result: { status: 'recorded', id, source }, record: identified };
}

function conflict(id: string, source: string): RecordResult {
  const message = 'an event with this source and id but another content is known; the first one stays';
  return { status: 'rejected', reason: 'conflict', problems: [{ path: 'id', message }], id, source };
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
}
