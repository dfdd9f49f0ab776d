import { describe, expect, it } from '@jest/globals';
import { scorePublished } from '@hearback/domain';
import type { PublishedScore } from '../publishing/published-scores.js';
import { digestContent, scoreContent } from './compose.js';

const URL = 'https://hearback.example.com';

function publication(teamId: string, more: object): PublishedScore {
  const data = scorePublished.data.parse({
    teamId,
    week: '2026-W47',
    n: 6,
    applications: 6,
    definitionVersion: 1,
    ...more,
  });
  return { publishedAt: '2026-11-23T07:00:00.000Z', data };
}

const waiting = (count: number, overdue: number, beyondPromise: number) => ({
  waiting: { count, overdue, beyondPromise },
});

function textOf(content: ReturnType<typeof scoreContent>): string {
  if (content.channel !== 'mail') throw new Error('not a mail');
  return content.text;
}

describe('numbers in the words about a team', () => {
  const saying = (of: object) => textOf(scoreContent('mail', publication('payments', of), URL));

  it('agree with one candidate', () => {
    expect(saying(waiting(1, 1, 1))).toContain(
      '1 candidate waits for an answer, beyond the due time, beyond what they were promised (at the end of the week).',
    );
    expect(saying(waiting(1, 0, 0))).toContain('1 candidate waits for an answer (at the end of the week).');
  });

  it('agree with several', () => {
    expect(saying(waiting(5, 3, 1))).toContain(
      '5 candidates wait for an answer, 3 of them beyond the due time, 1 of them beyond what they were promised (at the end',
    );
  });

  it('agree with the interviews of a stage', () => {
    const stages = [
      { stage: 'coding', n: 1, open: 1, points: 12 },
      { stage: 'onsite', n: 2, open: 0, points: 3 },
    ];
    const text = saying({ score: 85, low: 60, high: 95, stages });
    expect(text).toContain(
      '- coding: 12.0 points, 1 interview, 1 open\n- onsite: 3.0 points, 2 interviews, 0 open',
    );
  });
});

describe('numbers in the words about all teams', () => {
  const teams = (n: number) =>
    Array.from({ length: n }, (_, index) => publication(`team-${index}`, waiting(index === 0 ? 1 : 0, 0, 0)));

  it('agree with one candidate and with one team that is left out', () => {
    const text = textOf(digestContent('mail', '2026-W47', teams(41), URL));
    expect(text).toContain('\n1 candidate waited for an answer');
    expect(text).toContain('1 further team is in the attached file.');
    expect(JSON.stringify(digestContent('slack', '2026-W47', teams(11), URL))).toContain(
      'and 1 further team\\"',
    );
  });

  it('agree with several', () => {
    expect(textOf(digestContent('mail', '2026-W47', teams(43), URL))).toContain('3 further teams are in the');
    expect(JSON.stringify(digestContent('msTeams', '2026-W47', teams(13), URL))).toContain(
      'and 3 further teams',
    );
  });
});

describe('what a change is measured from', () => {
  const of = { score: 68, low: 60, high: 75, before: 65 };
  const saying = (more: object) =>
    textOf(scoreContent('mail', publication('payments', { ...of, ...more }), URL));

  it('is said where the week before was told otherwise', () => {
    expect(saying({})).toContain('Score: 68 of 100 (+3.0 on the week before)');
    expect(saying({ beforeTold: 70 })).toContain(
      'Score: 68 of 100 (+3.0 on the week before, which was told as 70.0 and is 65.0 by what came in since)',
    );
  });
});

describe('a week that was caught up', () => {
  it('says that it is told late', () => {
    const { data } = publication('payments', {});
    const told = (publishedAt: string) => textOf(scoreContent('mail', { publishedAt, data }, URL));
    expect(told('2026-11-23T07:00:00.000Z')).not.toContain('told late');
    expect(told('2026-12-15T07:00:00.000Z')).toContain(
      'This week is told late, on 2026-12-15: who waited at its end may have been answered since.',
    );
  });
});
