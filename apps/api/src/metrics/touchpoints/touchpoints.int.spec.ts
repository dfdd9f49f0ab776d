import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HearbackEvent } from '@hearback/domain';
import { cancelled, rated, responded, retracted, surveySent } from '@hearback/domain/testing';
import {
  after,
  counts,
  each,
  interview,
  interviewAt,
  startMetrics,
  type MetricsUnderTest,
  NO_FEEDBACK,
  missing,
} from '../../testing/metrics-under-test.js';

const MS = 1 / 3_600_000;
const FIVE = ['a', 'b', 'c', 'd', 'e'];
const few = (n: number) => ({ withheld: 'too few', n });

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const interviews = (ids: readonly string[] = FIVE): HearbackEvent[] => each(ids, (id) => interview(id));

describe('candidate rating', () => {
  const NO_MARKS = {
    nps: undefined,
    specific: undefined,
    constructive: undefined,
    respectful: undefined,
    timely: undefined,
  };
  const rating = (applicationId: string, hours: number, marks: Parameters<typeof rated>[0] = {}) =>
    rated({ applicationId, time: after(hours), ...NO_MARKS, ...marks });
  const survey = (applicationId: string, hours: number, interviewId?: string) =>
    surveySent({ applicationId, time: after(hours), interviewId });

  const notRated = missing('candidate.rated');
  const UNRATED = {
    cnps: notRated,
    specific: notRated,
    constructive: notRated,
    respectful: notRated,
    timely: notRated,
  };

  it('given nobody was asked and nobody rated, then none is measured', async () => {
    await test.given(interviews());
    expect(await test.rowsOf('candidate-rating', after(1))).toEqual([
      { ...counts({}), ...UNRATED, surveyResponseRate: missing('survey.sent') },
    ]);
  });

  it('given surveys that nobody answered, then their share is a true zero, and ratings are not measured', async () => {
    await test.given(
      interviews(),
      each(FIVE, (id) => [survey(id, 1)]),
    );
    expect(await test.rowsOf('candidate-rating', after(2))).toEqual([
      { ...counts({}), ...UNRATED, surveyResponseRate: 0 },
    ]);
    expect(await test.rowsOf('candidate-rating', after(0.5))).toEqual([
      { ...counts({}), ...UNRATED, surveyResponseRate: missing('survey.sent') },
    ]);
  });

  it('given marks of five applications, then cNPS and means, 9 a promoter and 6 a detractor', async () => {
    const nps = [10, 9, 8, 7, 6];
    const marks = [1, 2, 3, 4, 5];
    await test.given(
      interviews(),
      each(FIVE, (id, index) => [
        rating(id, 1, {
          nps: nps[index],
          specific: marks[index],
          constructive: 4,
          respectful: index === 0 ? 1 : 5,
          timely: 2,
        }),
      ]),
    );
    expect(await test.rowsOf('candidate-rating', after(2))).toEqual([
      {
        ...counts({ n: 5, applications: 5 }),
        cnps: 20,
        specific: 3,
        constructive: 4,
        respectful: 4.2,
        timely: 2,
        surveyResponseRate: missing('survey.sent'),
      },
    ]);
  });

  it('given 0 to 6 and nothing else, then cNPS is -100', async () => {
    await test.given(
      interviews(),
      each(FIVE, (id, index) => [rating(id, 1, { nps: index })]),
    );
    expect(await test.rowsOf('candidate-rating', after(2))).toMatchObject([
      { cnps: -100, specific: null, timely: null },
    ]);
  });

  it('given marks that fewer than five gave, then only those figures are withheld', async () => {
    await test.given(
      interviews(),
      each(FIVE, (id, index) => [
        rating(id, 1, { nps: 9, specific: index < 4 ? 5 : undefined, timely: index < 1 ? 1 : undefined }),
      ]),
      each(['a', 'b'], (id) => [survey(id, 0.5)]),
    );
    expect(await test.rowsOf('candidate-rating', after(2))).toEqual([
      {
        ...counts({ n: 5, applications: 5 }),
        cnps: 100,
        specific: few(4),
        constructive: null,
        respectful: null,
        timely: few(1),
        surveyResponseRate: few(2),
      },
    ]);
  });

  it('given five ratings of four applications, then they are too few', async () => {
    await test.given(interviews(), [
      ...each(['a', 'b', 'c', 'd'], (id) => [rating(id, 1, { nps: 9, interviewId: 'int-1' })]),
      rating('a', 1, { nps: 9 }),
    ]);
    expect(await test.rowsOf('candidate-rating', after(2))).toMatchObject([
      { n: 5, applications: 4, cnps: few(4) },
    ]);
  });

  it('given a second rating, then the latest counts, per application and interview, on its day', async () => {
    await test.given(
      interviews(),
      each(FIVE, (id) => [rating(id, 1, { nps: 0, interviewId: 'int-1' })]),
      each(FIVE, (id) => [rating(id, 30, { nps: 10, interviewId: 'int-1' })]),
      each(FIVE, (id) => [rating(id, 2, { nps: 8 })]),
    );
    const figures = async (hours: number) =>
      (await test.rowsOf('candidate-rating', after(hours), { by: ['day'] })).map(({ day, n, cnps }) => [
        day,
        n,
        cnps,
      ]);
    expect(await figures(30 - MS)).toEqual([['2026-03-04', 10, -50]]);
    expect(await figures(30)).toEqual([
      ['2026-03-04', 5, 0],
      ['2026-03-05', 5, 100],
    ]);
  });

  it('given a rating that is retracted, then as of before that it counted, and after it the one before', async () => {
    const mistake = rating('a', 3, { nps: 0 });
    await test.given(
      interviews(),
      each(FIVE, (id) => [rating(id, 1, { nps: 10 })]),
      [mistake, retracted(mistake, { applicationId: 'a', time: after(5) })],
    );
    const cnps = async (hours: number) => (await test.rowsOf('candidate-rating', after(hours)))[0]?.cnps;
    expect(await cnps(2)).toBe(100);
    expect(await cnps(5 - MS)).toBe(60);
    expect(await cnps(5)).toBe(100);
  });

  it('given surveys, then a rating at or after one, about the same interview or none, answers it, on its own day', async () => {
    await test.given(interviews(), [
      survey('a', 1, 'int-1'),
      rating('a', 1, { nps: 9, interviewId: 'int-1' }),
      survey('b', 1, 'int-1'),
      rating('b', 40, { nps: 9 }),
      survey('c', 1),
      rating('c', 40, { nps: 9, interviewId: 'int-1' }),
      survey('d', 1),
      rating('d', 1 - MS, { nps: 9 }),
      survey('e', 30),
    ]);
    const rates = async (hours: number, by: 'day' | undefined = undefined) =>
      (await test.rowsOf('candidate-rating', after(hours), { by: by === undefined ? [] : [by] })).map(
        (row) => [...(by === undefined ? [] : [row.day]), row.n, row.surveyResponseRate],
      );
    expect(await rates(50)).toEqual([[4, 2 / 5]]);
    // The second answer was not there yet.
    expect(await rates(39)).toEqual([[2, 1 / 5]]);
    expect(await rates(50, 'day')).toEqual([
      ['2026-03-04', 2, few(4)],
      ['2026-03-05', 0, few(1)],
      ['2026-03-06', 2, null],
    ]);
  });

  it('given teams, then a rating is its interview’s, also of one that was cancelled, else its application’s', async () => {
    await test.given(
      each(FIVE, (id) => interview(id, undefined, { teamId: 'red', stage: 'Screen', jobId: 'job-1' })),
      [cancelled({ applicationId: 'a', time: after(3) })],
      each(FIVE, (id, index) => [rating(id, 2, { nps: 9, interviewId: index === 0 ? 'int-1' : undefined })]),
    );
    const by = ['team', 'stage', 'job', 'week', 'month'] as const;
    const group = { team: 'red', stage: 'Screen', job: 'job-1', week: '2026-W10', month: '2026-03' };
    expect(await test.rowsOf('candidate-rating', after(4), { by })).toMatchObject([
      { ...group, n: 5, applications: 5, cnps: 100 },
    ]);
    const filter = { team: ['red'], stage: ['Screen'], job: ['job-1'], from: '2026-03-04', to: '2026-03-05' };
    expect(await test.rowsOf('candidate-rating', after(4), { filter })).toMatchObject([{ n: 5 }]);
    expect(await test.rowsOf('candidate-rating', after(4), { filter: { from: '2026-03-05' } })).toEqual([]);
  });
});

describe('feedback substance', () => {
  const feedback = (applicationId: string, hours: number, data: Parameters<typeof responded>[0] = {}) =>
    responded({ applicationId, kind: 'feedback', time: after(hours), ...data });

  it('given no feedback was ever sent, then it is not measured', async () => {
    await test.given(interviews(), [responded({ applicationId: 'a', time: after(1) })]);
    const notMeasured = NO_FEEDBACK;
    expect(await test.rowsOf('feedback-substance', after(2))).toEqual([
      { ...counts({}), withExamples: notMeasured, withNextSteps: notMeasured, medianWords: notMeasured },
    ]);
  });

  it('given what no source said, then it is in no figure: unknown is neither no nor zero', async () => {
    await test.given(
      interviews(),
      each(FIVE, (id) => [feedback(id, 1)]),
    );
    expect(await test.rowsOf('feedback-substance', after(2))).toEqual([
      { ...counts({ n: 5, applications: 5 }), withExamples: null, withNextSteps: null, medianWords: null },
    ]);
  });

  it('given flags and words that some leave out, then each figure rests on those that say', async () => {
    const ids = [...FIVE, 'f', 'g'];
    await test.given(
      interviews(ids),
      each(ids, (id, index) => [
        feedback(id, 1, {
          hasExamples: index < 6 ? index < 2 : undefined,
          hasNextSteps: index < 5 ? index !== 0 : undefined,
          wordCount: [100, 300, 200, 500, 410, undefined, undefined][index],
        }),
      ]),
    );
    expect(await test.rowsOf('feedback-substance', after(2))).toEqual([
      { ...counts({ n: 7, applications: 7 }), withExamples: 1 / 3, withNextSteps: 0.8, medianWords: 300 },
    ]);
  });

  it('given an even number of counts, then the median lies between the middle two', async () => {
    const ids = [...FIVE, 'f'];
    await test.given(
      interviews(ids),
      each(ids, (id, index) => [feedback(id, 1, { wordCount: [0, 10, 200, 301, 4000, 5000][index] })]),
    );
    expect(await test.rowsOf('feedback-substance', after(2))).toMatchObject([{ medianWords: 250.5 }]);
  });

  it('given a single one, then it is told: it is the team’s own doing, and no candidate’s judgement', async () => {
    await test.given(interviews(['a']), [
      feedback('a', 1, { hasExamples: true, hasNextSteps: false, wordCount: 9 }),
    ]);
    expect(await test.rowsOf('feedback-substance', after(2))).toEqual([
      { ...counts({ n: 1, applications: 1 }), withExamples: 1, withNextSteps: 0, medianWords: 9 },
    ]);
  });

  it('given feedback that is retracted, then as of before that it counted', async () => {
    const mistake = feedback('a', 1, { hasExamples: false });
    await test.given(
      interviews(),
      each(FIVE, (id) => [feedback(id, 2, { hasExamples: true })]),
      [mistake, retracted(mistake, { applicationId: 'a', time: after(5) })],
    );
    expect(await test.rowsOf('feedback-substance', after(5 - MS))).toMatchObject([
      { n: 6, withExamples: 5 / 6 },
    ]);
    expect(await test.rowsOf('feedback-substance', after(5))).toMatchObject([{ n: 5, withExamples: 1 }]);
  });

  it('given groups, then each has its own figures, by the day of the feedback', async () => {
    await test.given(
      each(FIVE, (id) => interviewAt(id, '2026-02-27T10:00:00Z', { teamId: 'red', stage: 'Screen' })),
      each(FIVE, (id) => [feedback(id, 1, { hasExamples: true })]),
      interview('z', undefined, { teamId: 'blue' }),
      [feedback('z', 1, { hasExamples: true })],
    );
    const rows = await test.rowsOf('feedback-substance', after(2), { by: ['team', 'month'] });
    expect(rows.map(({ team, month, n, withExamples }) => [team, month, n, withExamples])).toEqual([
      ['blue', '2026-03', 1, 1],
      ['red', '2026-03', 5, 1],
    ]);
    const filter = { stage: ['Screen'] };
    expect(await test.rowsOf('feedback-substance', after(2), { filter })).toMatchObject([{ n: 5 }]);
  });
});
