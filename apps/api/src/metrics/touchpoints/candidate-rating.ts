import { notMeasured, type Figure, type MetricRow, type Need } from '@hearback/domain';
import {
  groupsWithInterviews,
  share,
  type Computation,
  type GroupedRow,
  type Surroundings,
} from '../computation.js';
import type { Behind } from '../behind/listing.js';
import { isMeasured } from '../is-measured.js';
import type { MetricRequest } from '../metric-request.js';
import { chosenTouchpoints, groupColumns, inOrderOfGroups } from '../selection.js';
import { toTouchpointRow, unlessTooFew, type TouchpointGroup } from './touchpoint-rows.js';

const MEANS = ['specific', 'constructive', 'respectful', 'timely'] as const;
type Mean = (typeof MEANS)[number];

type RatingRow = TouchpointGroup &
  Record<Mean, number | null> &
  Record<`${Mean}_from`, number> & {
    nps_known: number;
    nps_from: number;
    promoters: number;
    detractors: number;
  };

type SurveyRow = TouchpointGroup & { readonly answered_count: number };

const RATED: Need = 'candidate.rated';
const SURVEYED: Need = 'survey.sent';

/** SQL: rates 9 or 10; rates 0 to 6. */
const PROMOTER = 'nps >= 9';
const DETRACTOR = 'nps <= 6';

/** What candidates say themselves, and how many of those who were asked said anything. */
export const candidateRating: Computation = async (_metric, request, surroundings) => {
  const { store, organisation } = surroundings;
  const [rated, surveys, isRated, isSurveyed] = await Promise.all([
    ratingRows(request, surroundings),
    surveyRows(request, surroundings),
    isMeasured(store, RATED, request),
    isMeasured(store, SURVEYED, request),
  ]);
  const minimum = organisation.minimumGroup;
  // Nothing was ever rated: then the interviews stand for it that are over.
  const groups = isRated ? [] : await groupsWithInterviews(request, surroundings);
  const byKey = <Row extends GroupedRow>(rows: readonly Row[]): Map<string, Row> =>
    new Map(rows.map((row) => [JSON.stringify(request.by.map((grouping) => row[`by_${grouping}`])), row]));
  const [ratingOf, surveyOf, groupOf] = [byKey(rated), byKey(surveys), byKey(groups)];
  const rowOf = (key: string): MetricRow => {
    const [rating, survey] = [ratingOf.get(key), surveyOf.get(key)];
    const told = rating ?? { ...(survey ?? groupOf.get(key)), n: 0, applications: 0 };
    const figures = ratingFigures(rating, minimum);
    const unmeasured = Object.fromEntries(
      Object.keys(figures).map((name): [string, Figure] => [name, notMeasured(RATED)]),
    );
    return toTouchpointRow(told, request, {
      ...(isRated ? figures : unmeasured),
      surveyResponseRate: isSurveyed
        ? unlessTooFew(survey?.applications ?? 0, minimum, share(survey?.answered_count ?? 0, survey?.n ?? 0))
        : notMeasured(SURVEYED),
    });
  };
  const keys = new Set([...ratingOf.keys(), ...surveyOf.keys(), ...groupOf.keys()]);
  return [...keys].sort().map(rowOf);
};

/**
 * What candidates say themselves, where it is known that any do: one row per group with ratings.
 */
export async function ratings(request: MetricRequest, surroundings: Surroundings): Promise<MetricRow[]> {
  const rows = await ratingRows(request, surroundings);
  const minimum = surroundings.organisation.minimumGroup;
  return rows.map((row) => toTouchpointRow(row, request, ratingFigures(row, minimum)));
}

function ratingFigures(rating: RatingRow | undefined, minimum: number): Record<'cnps' | Mean, Figure> {
  const mean = (name: Mean): Figure =>
    unlessTooFew(rating?.[`${name}_from`] ?? 0, minimum, rating?.[name] ?? null);
  return {
    cnps: unlessTooFew(rating?.nps_from ?? 0, minimum, rating === undefined ? null : cnps(rating)),
    specific: mean('specific'),
    constructive: mean('constructive'),
    respectful: mean('respectful'),
    timely: mean('timely'),
  };
}

function ratingRows(request: MetricRequest, { store, organisation }: Surroundings): Promise<RatingRow[]> {
  const chosen = chosenTouchpoints('rating', request, organisation);
  const groups = groupColumns(request.by);
  // In their order, not in that of the rows: a sum of fractions depends on it in the last digit.
  const means = MEANS.map(
    (name) =>
      `if(count(${name}) = 0, NULL, arrayAvg(arraySort(groupArray(${name})))) AS ${name}_mean, uniqExactIf(application_hash, isNotNull(${name})) AS ${name}_from`,
  );
  const renamed = MEANS.map((name) => `${name}_mean AS ${name}`).join(', ');
  return store.rows(
    inOrderOfGroups(
      `SELECT *, ${renamed} FROM (
       SELECT ${groups}, count() AS n, uniqExact(application_hash) AS applications, ${means.join(', ')},
         count(nps) AS nps_known, uniqExactIf(application_hash, isNotNull(nps)) AS nps_from,
         countIf(${PROMOTER}) AS promoters, countIf(${DETRACTOR}) AS detractors
       FROM (${chosen.text}) GROUP BY ${groups})`,
      request.by,
    ),
    { ...chosen.parameters },
  );
}

function surveyRows(request: MetricRequest, { store, organisation }: Surroundings): Promise<SurveyRow[]> {
  const chosen = chosenTouchpoints('survey', request, organisation);
  const groups = groupColumns(request.by);
  return store.rows(
    inOrderOfGroups(
      `SELECT ${groups}, count() AS n, uniqExact(application_hash) AS applications, count(answered) AS answered_count
       FROM (${chosen.text}) GROUP BY ${groups}`,
      request.by,
    ),
    { ...chosen.parameters },
  );
}

/** The percentage of those who rate 9 or 10 minus that of those who rate 0 to 6: -100 to 100. */
function cnps({ nps_known, promoters, detractors }: RatingRow): number | null {
  return nps_known === 0 ? null : (100 * (promoters - detractors)) / nps_known;
}

/** The ratings behind it: how each enters cNPS. */
export const behindRatings: Behind = (_metric, request, { organisation }) => [
  {
    of: 'touchpoints',
    needsMinimumGroup: true,
    chosen: chosenTouchpoints('rating', request, organisation),
    counted: `multiIf(${PROMOTER}, 'promoter', ${DETRACTOR}, 'detractor', isNotNull(nps), 'passive', 'leftOut')`,
  },
];

/** What is behind all of its figures: the ratings, and the surveys behind their response rate. */
export const behindCandidateRating: Behind = (metric, request, surroundings) => [
  ...behindRatings(metric, request, surroundings),
  {
    of: 'touchpoints',
    needsMinimumGroup: true,
    chosen: chosenTouchpoints('survey', request, surroundings.organisation),
    counted: `if(isNotNull(answered), 'numerator', 'denominator')`,
  },
];
