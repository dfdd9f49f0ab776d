import { describe, expect, it } from '@jest/globals';
import { type ScoreOfWeek, type TeamTold } from '../../../api/scores.js';
import { parseOrganisation } from '../../../api/organisation.js';
import { everything } from '../../../filters/filter.js';
import { behindWeek, chosenWeek, lastWeekOf, seenUntil, stageLines, toldOf } from './told.js';

const organisation = parseOrganisation({
  timeZone: 'Europe/Berlin',
  stages: [],
  events: { count: 1 },
  minimumGroup: 5,
  health: { bands: { healthy: 75, watch: 50 } },
  scores: { publishAt: 'mon 08:00', simulated: false },
});
const seenFrom = (instant: string) => ({ asOf: Date.parse(instant), organisation });

const figures = { score: 70, low: 60, high: 80, n: 20, applications: 18 };
const reasons: TeamTold = {
  ...figures,
  week: '2026-W47',
  text: { wentWell: '', nextStep: 'Answer.', waiting: '' },
};
const published: ScoreOfWeek = {
  team: 't',
  week: '2026-W47',
  published: { ...reasons, publishedAt: '2026-11-23T07:00:00.000Z' },
};
const NOW = Number.POSITIVE_INFINITY;

describe('the week that a score is about', () => {
  it('is the last that had ended at the instant looked at, in the zone of the organisation', () => {
    expect(lastWeekOf(seenFrom('2026-11-22T22:59:59Z'))).toBe('2026-W46');
    expect(lastWeekOf(seenFrom('2026-11-22T23:00:00Z'))).toBe('2026-W47');
  });

  it('is the one that the address names, if it had ended', () => {
    expect(chosenWeek(null, '2026-W47')).toEqual({ week: '2026-W47', ignored: [] });
    expect(chosenWeek('2026-W40', '2026-W47')).toEqual({ week: '2026-W40', ignored: [] });
    for (const wrong of ['2026-W48', '2026-W54', 'last'])
      expect(chosenWeek(wrong, '2026-W47')).toEqual({ week: '2026-W47', ignored: [`week=${wrong}`] });
  });

  it('leads to what is behind it: the four weeks, from their end, whatever the page is narrowed to', () => {
    const view = seenFrom('2026-11-25T12:00:00Z');
    expect(behindWeek('2026-W47', 't', view)).toMatchObject({ team: ['t'], stage: [], job: [] });
    expect(behindWeek('2026-W46', 't', view)).toMatchObject({
      from: '2026-10-19',
      to: '2026-11-16',
      asOf: '2026-11-15T22:59:59.999Z',
    });
  });
});

describe('a week as it stood at an instant', () => {
  it('given none, then there is nothing to say', () => {
    expect(toldOf(undefined, NOW)).toBeUndefined();
  });

  it('given one that was published and not revised, then that, with its reasons', () => {
    const told = toldOf(published, NOW);
    expect(told).toMatchObject({ standing: 'published', score: { score: { value: 70 } } });
    expect(told?.reasons?.text.nextStep).toBe('Answer.');
    expect(told).not.toHaveProperty('revised');
  });

  it('given a revised one, then both, and the reasons of what was published', () => {
    const told = toldOf({ ...published, revised: { ...figures, score: 71 } }, NOW);
    expect(told).toMatchObject({ score: { score: { value: 70 } }, revised: { score: { value: 71 } } });
    expect(told?.reasons).toBeDefined();
  });

  it('given one that was published later, then what is known of it; reasons only where they are of that', () => {
    const then = Date.parse('2026-11-23T06:00:00Z');
    expect(toldOf(published, then)).toMatchObject({ standing: 'later', score: { score: { value: 70 } } });
    const revised = toldOf({ ...published, revised: { ...figures, score: 71 } }, then);
    expect(revised).toMatchObject({ standing: 'later', score: { score: { value: 71 } } });
    expect(revised?.reasons).toBeUndefined();
  });

  it('given one that is not published, then that is said, and too few are too few', () => {
    const few = { withheld: 'too few', n: 3 } as const;
    const unpublished = { ...reasons, score: few, low: few, high: few };
    const told = toldOf({ team: 't', week: '2026-W47', unpublished }, NOW);
    expect(told).toMatchObject({ standing: 'unpublished', score: { score: { text: 'too few (3)' } } });
  });

  it('is seen whole, unless a past moment was chosen', () => {
    const view = { asOf: 5, filter: everything };
    expect(seenUntil(view)).toBe(Number.POSITIVE_INFINITY);
    expect(seenUntil({ ...view, filter: { ...everything, asOf: '2026-01-01T00:00:00Z' } })).toBe(5);
  });
});

describe('where the points went', () => {
  it('given stages and further ones, then each with its share of the whole', () => {
    const lines = stageLines({
      ...reasons,
      stages: [
        { stage: 'Onsite', n: 3, open: 1, points: 15 },
        { stage: '', n: 2, open: 0, points: 10 },
      ],
      otherStages: { count: 4, n: 9, open: 0, points: 5 },
    });
    expect(lines.map(({ name, stage, share }) => [name, stage, share])).toEqual([
      ['Onsite', 'Onsite', 0.5],
      ['Unassigned', 'unassigned', 1 / 3],
      ['4 further stages', undefined, 1 / 6],
    ]);
  });

  it('given a score of 100, then nothing is divided by nothing', () => {
    const [line] = stageLines({ ...reasons, stages: [{ stage: 'Onsite', n: 3, open: 0, points: 0 }] });
    expect(line?.share).toBe(0);
  });
});
