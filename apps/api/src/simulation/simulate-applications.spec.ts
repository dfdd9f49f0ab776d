import { describe, expect, it } from '@jest/globals';
import {
  catalogue,
  decodeEvent,
  defaultFoldOptions,
  historyOf,
  isApplicationEvent,
  obligationsAsOf,
  reservedTypes,
  stateAsOf,
  type ApplicationEvent,
  type HearbackEvent,
  type Obligation,
} from '@hearback/domain';
import type { CloudEvent } from './history.js';
import { organisationOf, type SimulationOptions, type Team } from './organisation.js';
import { simulateApplications, simulateMerges } from './simulate-applications.js';
import { SIMULATED_SOURCE_PREFIX } from './simulated-source.js';

const OPTIONS: SimulationOptions = {
  seed: 7,
  teams: 6,
  weeks: 20,
  until: '2026-11-24T15:00:00.000Z',
  interviewsPerWeek: 8,
};
const UNTIL = Date.parse(OPTIONS.until);
const DAY = 86_400_000;

const lists = [...simulateApplications(OPTIONS)];
const events = lists.flat();
const teams = organisationOf(OPTIONS).teams;

const decoded = (event: CloudEvent): HearbackEvent => {
  const result = decodeEvent(event, OPTIONS.until);
  if ('event' in result) return result.event;
  throw new Error(JSON.stringify({ event, ...result }));
};
const applicationEvents = (list: readonly CloudEvent[]): ApplicationEvent[] =>
  list.map(decoded).filter(isApplicationEvent);

const folded = lists.map((list) => {
  const own = applicationEvents(list);
  const state = stateAsOf(historyOf(own), UNTIL);
  return { list, own, obligations: obligationsAsOf(state, UNTIL, defaultFoldOptions) };
});
const responsesOf = (team: Team): Obligation[] =>
  folded
    .flatMap(({ obligations }) => obligations)
    .filter(({ kind, teamId }) => kind === 'response' && teamId === team.id);
const teamThatIs = (behaviour: Team['behaviour']): Team => {
  const team = teams.find((one) => one.behaviour === behaviour);
  if (team === undefined) throw new Error(`no team is ${behaviour}`);
  return team;
};
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
/** Of interviews that ended within these weeks, and long enough ago: how many were answered within five days. */
const promptness = (team: Team, fromWeek: number, toWeek: number): number => {
  const start = UNTIL - OPTIONS.weeks * 7 * DAY;
  const within = responsesOf(team).filter(
    ({ startedAt }) =>
      startedAt >= start + fromWeek * 7 * DAY &&
      startedAt < Math.min(start + toWeek * 7 * DAY, UNTIL - 5 * DAY),
  );
  return mean(
    within.map(({ state, startedAt, stoppedAt = Infinity }) =>
      state === 'met' && stoppedAt - startedAt <= 5 * DAY ? 1 : 0,
    ),
  );
};

describe('what is told', () => {
  it('is the same for the same options, ids included, and another for another seed', () => {
    expect([...simulateApplications(OPTIONS)]).toEqual(lists);
    expect([...simulateApplications({ ...OPTIONS, seed: 8 })]).not.toEqual(lists);
  });

  it('shares no id with what other options tell, so that no event contradicts another', () => {
    const later = [...simulateApplications({ ...OPTIONS, until: '2026-11-25T15:00:00.000Z' })].flat();
    const ids = new Set(events.map(({ id }) => id));
    expect(later.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it('is valid at the door, bears the mark, and does not lie in the future', () => {
    for (const event of events) {
      const { time } = decoded(event);
      expect(Date.parse(time)).toBeLessThanOrEqual(UNTIL);
      expect(event.source.startsWith(SIMULATED_SOURCE_PREFIX)).toBe(true);
    }
    expect(new Set(events.map(({ source }) => source)).size).toBe(2);
  });

  it('has every type that a source sends', () => {
    const types = catalogue.map(({ type }) => type).filter((type) => !reservedTypes.includes(type));
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual(types.sort());
  });

  it('has merges of candidates whom its events name, none of them later than its end, the same every time', () => {
    const merges = [...simulateMerges(OPTIONS)];
    expect(merges.length).toBeGreaterThan(1);
    expect([...simulateMerges(OPTIONS)]).toEqual(merges);
    for (const { fromCandidateId, intoCandidateId, time } of merges) {
      expect(fromCandidateId).not.toBe(intoCandidateId);
      expect(Date.parse(time)).toBeLessThanOrEqual(UNTIL);
    }
    const named = new Set(events.map(({ data }) => data['candidateId']));
    expect(merges.some(({ fromCandidateId }) => named.has(fromCandidateId))).toBe(true);
  });

  it('has late events, and exact duplicates only', () => {
    const known = new Map<string, CloudEvent>();
    let repeated = 0;
    for (const event of events) {
      const key = `${event.source} ${event.id}`;
      const before = known.get(key);
      if (before !== undefined) repeated += 1;
      expect(before ?? event).toEqual(event);
      known.set(key, event);
    }
    expect(repeated).toBeGreaterThan(0);
    const isLate = (list: readonly CloudEvent[]): boolean =>
      list.some(({ time }, index) => list.slice(0, index).some((before) => before.time > time));
    expect(lists.filter(isLate).length).toBeGreaterThan(10);
  });

  it('is about as much as asked for', () => {
    const interviews = new Set(events.map(({ data }) => data['interviewId']).filter(Boolean));
    const perWeek = interviews.size / OPTIONS.teams / OPTIONS.weeks;
    expect(perWeek).toBeGreaterThan(6);
    expect(perWeek).toBeLessThan(10);
  });
});

describe('what it tells', () => {
  it('has interviews that begin on working days, within office hours of the zone of the team', () => {
    const zones = new Map(teams.map(({ id, clock }) => [id, clock.zone]));
    for (const { type, data } of events) {
      if (type !== 'hearback.interview.scheduled.v1' || typeof data['teamId'] !== 'string') continue;
      // A mistaken team has another zone; the right one is in the job.
      const team = String(data['jobId']).replace(/-job-\d+$/, '');
      const local = new Intl.DateTimeFormat('en-GB', {
        timeZone: zones.get(team) ?? 'UTC',
        weekday: 'short',
        hour: '2-digit',
      }).formatToParts(Date.parse(String(data['startsAt'])));
      const part = (name: string): string => local.find((one) => one.type === name)?.value ?? '';
      expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(part('weekday'));
      expect(Number(part('hour'))).toBeGreaterThanOrEqual(9);
      expect(Number(part('hour'))).toBeLessThan(17);
    }
  });

  it('has a team that goes silent: no answer in its last weeks, many before', () => {
    const team = teamThatIs('silent');
    const responses = responsesOf(team);
    const after = responses.filter(({ startedAt }) => startedAt >= team.silentFrom);
    expect(after.length).toBeGreaterThan(10);
    expect(after.filter(({ state }) => state === 'met')).toEqual([]);
    const told = folded
      .filter(({ obligations }) => obligations.some(({ teamId }) => teamId === team.id))
      .flatMap(({ list }) => list)
      .filter(({ type, data }) => type === 'hearback.response.sent.v1' && data['automated'] !== true);
    expect(told.filter(({ time }) => Date.parse(time) >= team.silentFrom)).toEqual([]);
    const met = responses.filter(({ state }) => state === 'met');
    expect(met.length).toBeGreaterThan(50);
  });

  it('has teams that are prompt, slow, get better and get worse', () => {
    const { weeks } = OPTIONS;
    expect(promptness(teamThatIs('prompt'), 0, weeks)).toBeGreaterThan(0.8);
    expect(promptness(teamThatIs('slow'), 0, weeks)).toBeLessThan(0.4);
    const improving = teamThatIs('improving');
    expect(promptness(improving, weeks / 2, weeks)).toBeGreaterThan(promptness(improving, 0, weeks / 2));
    const worsening = teamThatIs('worsening');
    expect(promptness(worsening, weeks / 2, weeks)).toBeLessThan(promptness(worsening, 0, weeks / 2));
  });

  it('has candidates who rate lower and leave more often the longer they waited', () => {
    const rated = folded.flatMap(({ own, obligations }) => {
      const rating = own.find(({ type }) => type === 'hearback.candidate.rated.v1');
      const last = obligations.filter(({ kind }) => kind === 'response').at(-1);
      if (rating?.type !== 'hearback.candidate.rated.v1' || last === undefined) return [];
      const end = Math.min(last.stoppedAt ?? Infinity, Date.parse(rating.time));
      const { nps = 0, timely = 0 } = rating.data;
      return [{ wait: end - last.startedAt, nps, timely }];
    });
    expect(rated.length).toBeGreaterThan(50);
    const waits = rated.map(({ wait }) => wait);
    expect(
      correlation(
        waits,
        rated.map(({ nps }) => nps),
      ),
    ).toBeLessThan(-0.5);
    expect(
      correlation(
        waits,
        rated.map(({ timely }) => timely),
      ),
    ).toBeLessThan(-0.5);

    const left = (team: Team): number =>
      mean(responsesOf(team).map(({ state }) => (state === 'ended' ? 1 : 0)));
    expect(left(teamThatIs('slow'))).toBeGreaterThan(left(teamThatIs('prompt')) * 2);
  });
});

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [mx, my] = [mean(xs), mean(ys)];
  const product = (as: readonly number[], ma: number, bs: readonly number[], mb: number): number =>
    as.reduce((sum, a, index) => sum + (a - ma) * ((bs[index] ?? 0) - mb), 0);
  return product(xs, mx, ys, my) / Math.sqrt(product(xs, mx, xs, mx) * product(ys, my, ys, my));
}
