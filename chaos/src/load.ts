import { simulateApplications, type CloudEvent } from './hearback.js';

/** Every message says to have been recorded now: of what was recorded long ago the originals are not kept. */
const RECORDED = new Date().toISOString();
/** The simulated time ends here. */
const UNTIL = '2025-06-01T00:00:00.000Z';
/** So many applications are under way at once: the events of one of them are spread over many batches. */
const UNDER_WAY = 200;
const TEAMS = 20;
const WEEKS = 52;
const EVENTS_PER_INTERVIEW = 4;

export interface Message {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly timestamp: string;
}

/**
 * Known content, the same for the same seed: a made-up organisation's events, mixed so that an application's come apart;
 * some of them late, repeated, or again with another content, and now and then a message that is no event at all.
 * Candidates carry the ids that a door of Hearback would have given them, since each service has keys of its own.
 */
export function* messages(count: number, seed: number): Generator<Message, void, undefined> {
  const interviewsPerWeek = Math.max(1, (count * 2) / EVENTS_PER_INTERVIEW / (TEAMS * WEEKS));
  const applications = simulateApplications({
    seed,
    teams: TEAMS,
    weeks: WEEKS,
    until: UNTIL,
    interviewsPerWeek,
  });
  const random = numbers(seed);
  const underWay: CloudEvent[][] = [];
  let made = 0;
  let before: Message | undefined;
  for (;;) {
    while (underWay.length < UNDER_WAY) {
      const next = applications.next();
      if (next.done === true) break;
      if (next.value.length > 0) underWay.push([...next.value]);
    }
    if (underWay.length === 0) throw new Error(`The simulation ended after ${made} of ${count} messages.`);
    const at = Math.floor(random() * underWay.length);
    const event = underWay[at]?.shift();
    if (underWay[at]?.length === 0) underWay.splice(at, 1);
    if (event === undefined) continue;
    for (const message of withOddities(event, before, random())) {
      if (made === count) return;
      made += 1;
      yield message;
      before = message;
    }
  }
}

function withOddities(event: CloudEvent, before: Message | undefined, chance: number): Message[] {
  const message = toMessage(event);
  if (chance < 0.01) return [message, { ...message, value: Buffer.from(`not an event: ${event.id}`) }];
  if (chance < 0.015)
    return [message, toMessage({ ...event, data: { ...event.data, teamId: 'conflicting' } })];
  if (chance < 0.035 && before !== undefined) return [message, before];
  return [message];
}

function toMessage(event: CloudEvent): Message {
  const { applicationId, candidateId, fromCandidateId } = event.data;
  const key =
    [applicationId, candidateId, fromCandidateId].find((id) => typeof id === 'string') ?? event.source;
  return {
    key: String(key),
    value: Buffer.from(JSON.stringify(event)),
    headers: { 'hearback-origin': 'chaos', 'hearback-recorded-time': RECORDED },
    timestamp: String(Date.parse(UNTIL)),
  };
}

/** From 0 up to 1, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) % 4_294_967_296;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
