import type { BehindRow } from '../behind/list-behind.query.js';
import { TooFewToTell } from './differences.js';
import { notMeasured, type Asked, type Row } from './rebuilt-metrics.js';
import { missing } from '../../testing/metrics-under-test.js';
import {
  applicationsOf,
  countsOfMoments,
  grouped,
  isMoment,
  meanOf,
  shareOf,
  type Moment,
} from './rows-by-hand.js';

/** How a moment is counted, in the words of the lists. */
export function momentCountedAs(row: Moment): string {
  if (row.kind === 'survey') return row.answeredAt === null ? 'denominator' : 'numerator';
  if (row.kind === 'feedback') {
    const isKnown = row.hasExamples !== null || row.hasNextSteps !== null || row.words !== null;
    return isKnown ? 'counted' : 'leftOut';
  }
  if (row.nps === null) return 'leftOut';
  return row.nps >= 9 ? 'promoter' : row.nps <= 6 ? 'detractor' : 'passive';
}

/** A figure of moments that have a value, unless too few applications are behind it or the list withholds them. */
function figureOf(
  rows: readonly Moment[],
  valueOf: (row: Moment) => number | boolean | string | null,
  figure: (values: readonly number[]) => number | null,
  minimum: number,
): unknown {
  if (rows.some(({ counted }) => counted === 'withheld')) return new TooFewToTell(applicationsOf(rows));
  const known = rows.filter((row) => valueOf(row) !== null);
  const from = applicationsOf(known);
  if (from > 0 && from < minimum) return { withheld: 'too few', n: from };
  return figure(known.map((row) => Number(valueOf(row))));
}

const median = (values: readonly number[]): number | null => {
  const inOrder = [...values].sort((a, b) => a - b);
  const middle = inOrder.length / 2;
  return meanOf(inOrder.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
};

export function rebuiltSubstance(rows: readonly BehindRow[], asked: Asked): Row[] {
  const needs = 'response.sent of kind feedback';
  const rowOf = (groups: Row, all: readonly Moment[]): Row => {
    const figures = {
      withExamples: figureOf(all, ({ hasExamples }) => hasExamples, meanOf, 0),
      withNextSteps: figureOf(all, ({ hasNextSteps }) => hasNextSteps, meanOf, 0),
      medianWords: figureOf(all, ({ words }) => words, median, 0),
    };
    return {
      ...groups,
      ...countsOfMoments(all),
      ...(asked.isMeasured(needs) ? figures : notMeasured(figures, needs)),
    };
  };
  return groupsOrNone(rows.filter(isMoment), asked, needs, rowOf);
}

/** A row for each group; where nothing of the kind was ever reported, also for each group of interviews. */
function groupsOrNone(
  rows: readonly Moment[],
  { by, organisation, isMeasured, responses }: Asked,
  needs: string,
  rowOf: (groups: Row, rows: readonly Moment[]) => Row,
): Row[] {
  const groups = grouped(rows, by, organisation.timeZone);
  const names = new Set(groups.map((group) => JSON.stringify(group.groups)));
  const others = isMeasured(needs)
    ? []
    : grouped(responses, by, organisation.timeZone).filter(
        (group) => !names.has(JSON.stringify(group.groups)),
      );
  return [
    ...groups.map((group) => rowOf(group.groups, group.rows)),
    ...others.map((group) => rowOf(group.groups, [])),
  ];
}

const cnps = (values: readonly number[]): number | null =>
  meanOf(values.map((value) => (value >= 9 ? 100 : value <= 6 ? -100 : 0)));

/** What a group of ratings comes to. */
export function ratingFigures(rows: readonly Moment[], minimum: number): Row {
  return {
    cnps: figureOf(rows, (row) => row.nps, cnps, minimum),
    specific: figureOf(rows, (row) => row.specific, meanOf, minimum),
    constructive: figureOf(rows, (row) => row.constructive, meanOf, minimum),
    respectful: figureOf(rows, (row) => row.respectful, meanOf, minimum),
    timely: figureOf(rows, (row) => row.timely, meanOf, minimum),
  };
}

export function rebuiltRating(rows: readonly BehindRow[], asked: Asked): Row[] {
  const { organisation, isMeasured } = asked;
  const minimum = organisation.minimumGroup;
  const moments = rows.filter(isMoment);
  const isRated = isMeasured('candidate.rated');
  const rowOf = (groups: Row, all: readonly Moment[]): Row => {
    const ratings = all.filter(({ kind }) => kind === 'rating');
    const surveys = all.filter(({ kind }) => kind === 'survey');
    const figures = ratingFigures(ratings, minimum);
    const from = applicationsOf(surveys);
    const answeredOnes = surveys.filter(({ answeredAt }) => answeredAt !== null).length;
    const surveyed =
      from > 0 && from < minimum ? { withheld: 'too few', n: from } : shareOf(answeredOnes, surveys.length);
    return {
      ...groups,
      ...countsOfMoments(ratings),
      ...(isRated ? figures : notMeasured(figures, 'candidate.rated')),
      surveyResponseRate: isMeasured('survey.sent') ? surveyed : missing('survey.sent'),
    };
  };
  return groupsOrNone(moments, asked, 'candidate.rated', rowOf);
}
