import {
  decodeEvent,
  isApplicationEvent,
  type ApplicationEvent,
  type HearbackEvent,
  type MetricAnswer,
} from '@hearback/domain';
import request from 'supertest';
import { parseOrganisation, type Organisation } from '../../platform/organisation.js';
import { type CloudEvent } from '../../simulation/history.js';
import { simulateApplications } from '../../simulation/simulate-applications.js';
import { SIMULATED_SOURCE_PREFIX } from '../../simulation/simulated-source.js';
import { serveStore } from '../../testing/http-of-store.js';
import { recordOf, startTestStore } from '../../testing/test-store.js';
import type { BehindPage } from '../behind/list-behind.query.js';
import { MetricsModule } from '../metrics.module.js';

export const UNTIL = '2026-11-24T15:00:00.000Z';
const OPTIONS = { seed: 11, teams: 8, weeks: 20, until: UNTIL, interviewsPerWeek: 4 };

/** Zones, calendars, days and due times that differ, and a change of the clocks within the weeks. */
const ORGANISATION = `
timeZone: Europe/Berlin
calendars:
  long-days:
    timeZone: Asia/Kolkata
    dayHours: 9
    week: { mon: ['09:00-13:00', '14:00-19:00'], tue: ['09:00-18:00'], wed: ['09:00-18:00'], thu: ['09:00-18:00'], sat: ['10:00-14:00'] }
    holidays: ['2026-10-02', { date: '2026-11-09', hours: ['09:00-12:00'] }]
  short-days:
    timeZone: America/New_York
    dayHours: 6
    week: { mon: ['10:00-16:00'], tue: ['10:00-16:00'], wed: ['10:00-16:00'], thu: ['10:00-16:00'], fri: ['10:00-16:00'] }
teams:
  sim-platform: { calendar: short-days, dueBusinessDays: { decision: 10, stages: { Onsite: { response: 2 } } } }
  sim-mobile: { calendar: long-days, dueBusinessDays: { response: 1.5 } }
`;

/** What is asked of a metric, and of what is behind it. */
export interface Question {
  readonly [parameter: string]: string | readonly string[] | undefined;
  readonly asOf?: string;
}

/** A simulated organisation's weeks in the real engine, to be asked over HTTP. */
export interface SimulatedHistory {
  readonly organisation: Organisation;
  /** As they were sent: some twice, some late. */
  readonly events: readonly HearbackEvent[];
  answer(metric: string, question: Question): Promise<MetricAnswer>;
  /** All pages as one. */
  behind(metric: string, question: Question): Promise<BehindPage>;
  close(): Promise<void>;
}

export async function startSimulatedHistory(): Promise<SimulatedHistory> {
  const organisation = parseOrganisation(ORGANISATION, 'rebuilt.yaml');
  const test = await startTestStore(organisation);
  const http = await serveStore(test, [MetricsModule], UNTIL);
  const simulated = [...simulateApplications(OPTIONS)].flat();
  const events = [...simulated, ...mergesOf(simulated)];
  for (let start = 0; start < events.length; start += BATCH) {
    await test.project(
      events
        .slice(start, start + BATCH)
        .map((event, index) => recordOf(JSON.stringify(event), BigInt(start + index), UNTIL)),
    );
  }
  const get = async <Body>(path: string, question: Question): Promise<Body> => {
    const { status, body } = (await request(http.server)
      .get(`/api/v1/metrics/${path}`)
      .query(parametersOf(question).toString())) as { status: number; body: unknown };
    if (status !== 200) throw new Error(`${path} ${JSON.stringify(question)}: ${JSON.stringify(body)}`);
    return body as Body;
  };
  const pages = new Map<string, Promise<BehindPage>>();
  const allPages = async (metric: string, question: Question): Promise<BehindPage> => {
    const ask = (cursor?: string): Promise<BehindPage> =>
      get(`${metric}/obligations`, { ...question, cursor, limit: LIMIT });
    const first = await ask();
    const rows = [...first.rows];
    for (let { next } = first; next !== undefined;) {
      const page = await ask(next);
      if (page.total !== first.total) throw new Error(`${metric}: the total changed between pages`);
      rows.push(...page.rows);
      next = page.next;
    }
    return { ...first, rows };
  };
  return {
    organisation,
    events: events.map((event) => {
      const result = decodeEvent(event, UNTIL);
      if ('event' in result) return result.event;
      throw new Error(JSON.stringify(result));
    }),
    answer: (metric, question) => get(metric, question),
    behind: (metric, question) => {
      const key = `${metric} ${parametersOf(question).toString()}`;
      const known = pages.get(key) ?? allPages(metric, question);
      pages.set(key, known);
      return known;
    },
    close: async () => {
      await http.close();
      await test.close();
    },
  };
}

/** Every third candidate turns out to be the next one: more than happens, so that many of them wait. */
function mergesOf(events: readonly CloudEvent[]): CloudEvent[] {
  const candidates = new Set(events.flatMap(({ data }) => (data['candidateId'] as string | undefined) ?? []));
  const ids = [...candidates];
  return ids.slice(0, -1).flatMap((fromCandidateId, index): CloudEvent[] =>
    index % 3 > 0
      ? []
      : [
          {
            specversion: '1.0',
            id: `merge-${index}`,
            source: `${SIMULATED_SOURCE_PREFIX}merges`,
            type: 'hearback.candidate.merged.v1',
            time: index % 2 > 0 ? '2026-09-01T08:00:00.000Z' : '2026-11-20T08:00:00.000Z',
            data: { fromCandidateId, intoCandidateId: ids[index + 1] },
          },
        ],
  );
}

const BATCH = 2000;
/** Less than there is, so that lists have pages. */
const LIMIT = '400';

function parametersOf(question: Question): URLSearchParams {
  const pairs = Object.entries(question).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [value].flat().map((one) => [name, one]),
  );
  return new URLSearchParams(pairs);
}

/** The events of each application. */
export function byApplication(events: readonly HearbackEvent[]): ReadonlyMap<string, ApplicationEvent[]> {
  const lists = new Map<string, ApplicationEvent[]>();
  for (const event of events.filter(isApplicationEvent)) {
    const { applicationId } = event.data;
    const list = lists.get(applicationId) ?? [];
    lists.set(applicationId, list);
    list.push(event);
  }
  return lists;
}

/** Whether an event like that had happened by then and was not taken back by then. */
export function hasHappened(
  events: readonly HearbackEvent[],
  asOf: number,
  isIt: (event: HearbackEvent) => boolean,
): boolean {
  const past = events.filter(({ time }) => Date.parse(time) <= asOf);
  const retracted = new Set(
    past.flatMap((event) =>
      event.type === 'hearback.event.retracted.v1' ? [`${event.data.source} ${event.data.id}`] : [],
    ),
  );
  return past.some((event) => isIt(event) && !retracted.has(`${event.source} ${event.id}`));
}

/** Whose each application is, after the merges up to an instant. */
export function personsAsOf(events: readonly HearbackEvent[], asOf: number): ReadonlyMap<string, string> {
  const into = new Map<string, string>();
  const own = new Map<string, string>();
  const past = events.filter(({ time }) => Date.parse(time) <= asOf);
  const personOf = (id: string): string => {
    const next = into.get(id);
    return next === undefined ? id : personOf(next);
  };
  for (const event of past.sort((a, b) => (a.time < b.time ? -1 : 1))) {
    if (event.type === 'hearback.candidate.merged.v1') {
      const [from, to] = [event.data.fromCandidateId, event.data.intoCandidateId].map(personOf) as [
        string,
        string,
      ];
      if (from !== to) into.set(from, to);
    } else if ('candidateId' in event.data && 'applicationId' in event.data && event.data.candidateId) {
      own.set(event.data.applicationId, event.data.candidateId);
    }
  }
  return new Map([...own].map(([application, id]) => [application, personOf(id)]));
}
