import {
  dayOf,
  healthOf,
  isNotMeasured,
  notMeasured,
  isWithheld,
  metricNamed,
  scaledCnps,
  scaledQuality,
  startOfDay,
  tooFew,
  type HealthValue,
  type MetricRow,
  type Need,
  type NotMeasured,
} from '@hearback/domain';
import type { Behind, Listing } from '../behind/listing.js';
import { share, type Computation, type Surroundings } from '../computation.js';
import type { MetricRequest } from '../metric-request.js';
import { Problem } from '../../platform/problem.js';
import { isMeasured } from '../is-measured.js';
import { behindAnsweredRate } from '../rates/answered-rate.js';
import { behindPromiseKeptRate, promisesKept } from '../rates/promise-kept-rate.js';
import { behindRatings, ratings } from '../touchpoints/candidate-rating.js';
import { unlessTooFew } from '../touchpoints/touchpoint-rows.js';
import { scoresIn, waitsBehind } from './latency-score.js';
import {
  HEALTH_WEEKS,
  lastFinishedWeek,
  windowEndingWith,
  yardstickBefore,
  type ScoreWindow,
} from './score-window.js';

/** The health of each group: its parts, each from the twelve weeks, and their weighted mean. */
export const health: Computation = async (_metric, request, surroundings) => {
  checkGroups(request);
  const window = windowOf(request, surroundings);
  const inWindow = requestIn(window, request, surroundings);
  const [scores, promises, rated] = await Promise.all([
    scoresIn(window, request, surroundings),
    promisesKept(inWindow, surroundings),
    ratings(inWindow, surroundings),
  ]);
  // Not measured is said of the organisation, so of every group, also of one that has no row there.
  const [promisesMissing, ratingsMissing] = await Promise.all([
    promises.length > 0 ? undefined : missing(surroundings, 'response.promised', request),
    rated.length > 0 ? undefined : missing(surroundings, 'candidate.rated', request),
  ]);
  const keyOf = (row: MetricRow): string => JSON.stringify(request.by.map((grouping) => row[grouping]));
  const byKey = (rows: readonly MetricRow[]): Map<string, MetricRow> =>
    new Map(rows.map((row) => [keyOf(row), row]));
  const [promise, rating] = [byKey(promises), byKey(rated)];
  const { minimumGroup, health: configured } = surroundings.organisation;
  return scores.map(({ scored: row, responses }) => {
    const key = keyOf(row);
    const [kept, opinion] = [promise.get(key), rating.get(key)];
    const rate = share(responses.numerator, responses.n);
    const {
      health: figure,
      band,
      parts,
    } = healthOf(
      {
        latencyScore: scaled(row['score'], (score) => score),
        responseRate: scaled(enough(rate, responses.applications, minimumGroup), percent),
        promiseKept:
          promisesMissing ?? scaled(enough(kept?.['rate'], kept?.applications ?? 0, minimumGroup), percent),
        quality: ratingsMissing ?? qualityOf(opinion),
        cnps: ratingsMissing ?? scaled(opinion?.['cnps'], scaledCnps),
      },
      configured.weights,
      configured.bands,
    );
    const { score: _score, low: _low, high: _high, ...counts } = row;
    const told = unlessTooFew(row.applications, minimumGroup, figure);
    return { ...counts, health: told, band: told === figure ? band : null, parts };
  });
};

/**
 * What is behind it: the interviews with what they cost and how they enter the response rate, the promises, and the
 * ratings.
 */
export const behindHealth: Behind = (_metric, request, surroundings) => {
  checkGroups(request);
  const window = windowOf(request, surroundings);
  const inWindow = requestIn(window, request, surroundings);
  const listings = (name: string, behind: Behind): readonly Listing[] =>
    behind(metricNamed(name)!, inWindow, surroundings);
  const waits = waitsBehind(window, request, surroundings);
  const responses = listings('response-rate', behindAnsweredRate).map(({ chosen, counted }) => {
    const parameters = { ...chosen.parameters, ...waits.chosen.parameters };
    return { ...waits, chosen: { text: waits.chosen.text, parameters }, counted };
  });
  return [
    ...responses,
    ...listings('promise-kept-rate', behindPromiseKeptRate),
    ...listings('candidate-rating', behindRatings),
  ];
};

function checkGroups({ by }: MetricRequest): void {
  const across = by.find((grouping) => !['team', 'stage', 'job'].includes(grouping));
  if (across === undefined) return;
  const detail = `by: health is told by team, stage or job, not by ${across}`;
  throw new Problem(400, 'Invalid parameters', detail);
}

/** The request for the parts that are asked for by days. */
function requestIn(window: ScoreWindow, request: MetricRequest, surroundings: Surroundings): MetricRequest {
  const days = daysOf(window, request, surroundings);
  return { ...request, clock: 'elapsed', filter: { ...request.filter, ...days } };
}

function windowOf({ filter, asOf }: MetricRequest, { organisation }: Surroundings): ScoreWindow {
  const { timeZone } = organisation;
  const to = filter.to === undefined ? asOf + 1 : startOfDay(filter.to, timeZone);
  // The twelve weeks end with the last one that was over by then.
  const usual = windowEndingWith(
    lastFinishedWeek(Math.min(to, asOf), timeZone),
    HEALTH_WEEKS,
    timeZone,
    asOf,
  );
  if (filter.from === undefined && filter.to === undefined) return usual;
  const from = filter.from === undefined ? usual.from : startOfDay(filter.from, timeZone);
  // As the score itself has it: a part is told as what it leads to.
  return { from, to, asOf, yardstick: yardstickBefore(from, timeZone) };
}

/** The days of the window, for the parts that are asked for by days. */
function daysOf(
  { from, to }: ScoreWindow,
  { filter }: MetricRequest,
  { organisation }: Surroundings,
): { from: string; to?: string } {
  const { timeZone } = organisation;
  const isOpen = filter.from !== undefined && filter.to === undefined;
  return { from: dayOf(from, timeZone), ...(isOpen ? {} : { to: dayOf(to, timeZone) }) };
}

async function missing(
  { store }: Surroundings,
  needs: Need,
  request: MetricRequest,
): Promise<NotMeasured | undefined> {
  return (await isMeasured(store, needs, request)) ? undefined : notMeasured(needs);
}

/** A rate, unless nothing or too little is behind it. */
function enough(rate: unknown, applications: number, minimumGroup: number): unknown {
  return rate === null ? null : (tooFew(applications, minimumGroup) ?? rate);
}

const percent = (rate: number): number => rate * 100;

/** A figure on the scale of 0 to 100; nothing in its denominator is too few. */
function scaled(figure: unknown, scale: (value: number) => number): HealthValue {
  if (typeof figure === 'number') return scale(figure);
  if (isWithheld(figure) || isNotMeasured(figure)) return figure;
  return { withheld: 'too few', n: 0 };
}

function qualityOf(row: MetricRow | undefined): HealthValue {
  const figures = [row?.['specific'], row?.['constructive'], row?.['respectful']];
  const [specific, constructive, respectful] = figures.map((figure) =>
    typeof figure === 'number' ? figure : undefined,
  );
  const withheld = figures.find(isWithheld) ?? { withheld: 'too few', n: 0 };
  return scaledQuality({ specific, constructive, respectful }) ?? withheld;
}
