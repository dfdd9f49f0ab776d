import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  completed,
  feedbackRequested,
  promised,
  rated,
  responded,
  scheduled,
  scorePublished,
  scorecardSubmitted,
} from '@hearback/domain/testing';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { Gate } from './gate.js';
import { ReaderRole } from './reader-role.js';
import { LIMITS } from './limits.js';
import { SqlService } from './sql.service.js';

const page = readFileSync(new URL('../../../../docs/sql.md', import.meta.url), 'utf8');
const questions = new Map(
  [...page.matchAll(/^## (.+)\n[^]*?^```sql\n([^]*?)^```$/gm)].map(([, title = '', sql = '']) => [
    title,
    sql,
  ]),
);

let test: TestStore;
let service: SqlService;
beforeAll(async () => {
  test = await startTestStore();
  const role = new ReaderRole(test.client, test.endpoint);
  service = new SqlService(test.client, LIMITS, new Gate(test.store), role, test.endpoint);
  const answered = (applicationId: string, time: string) => responded({ applicationId, time });
  const interviewers = [
    { id: 'emp-1', scorecardRequired: true },
    { id: 'emp-2', scorecardRequired: true },
  ];
  await test.project(
    recordsOf([
      scheduled({ applicationId: 'a', interviewers }),
      completed({ applicationId: 'a' }),
      scorecardSubmitted({ applicationId: 'a' }),
      promised({ applicationId: 'a' }),
      answered('a', '2026-03-04T12:00:00Z'),
      rated({ applicationId: 'a', nps: 10 }),
      completed({ applicationId: 'b' }),
      promised({ applicationId: 'b' }),
      answered('b', '2026-03-20T10:00:00Z'),
      rated({ applicationId: 'b', nps: 2 }),
      completed({ applicationId: 'c', stage: 'Phone' }),
      completed({
        applicationId: 'd',
        teamId: 'risk',
        stage: 'Phone',
        endedAt: '2026-03-06T10:00:00Z',
        time: '2026-03-06T10:00:00Z',
      }),
      feedbackRequested({ applicationId: 'c' }),
      responded({ applicationId: 'e', kind: 'feedback', wordCount: 50, hasExamples: true }),
      responded({ applicationId: 'f', kind: 'feedback', wordCount: 150, hasExamples: false }),
      scorePublished({}),
      scorePublished({ week: '2026-W11', score: 75, time: '2026-03-16T06:00:00Z' }),
    ]),
  );
});
afterAll(() => test.close());

async function answerTo(title: string): Promise<unknown[]> {
  const stream = await service.ask(questions.get(title) ?? '', 'JSONEachRow', new AbortController().signal);
  const text = Buffer.concat((await stream.toArray()) as Buffer[]).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

const number = expect.any(Number) as unknown as number;
const EXPECTED: Readonly<Record<string, readonly unknown[]>> = {
  'Who waits longest, per team?': [
    { team_id: 'payments', waiting: 1, longest_days: number, application_id: 'c' },
    { team_id: 'risk', waiting: 1, longest_days: number, application_id: 'd' },
  ],
  'How long until an answer, with those still waiting counted?': [
    { team_id: 'payments', median_hours: 384 },
    { team_id: 'risk', median_hours: null },
  ],
  'How many promises are broken, per month?': [{ month: '2026-03', kept: 1, moved: 0, broken: 1 }],
  'What share is on time, by stage?': [
    { stage: 'Onsite', kind: 'feedback', due: 2, on_time_rate: 0 },
    { stage: 'Onsite', kind: 'response', due: 2, on_time_rate: 0.5 },
    { stage: 'Onsite', kind: 'scorecard', due: 2, on_time_rate: 0.5 },
    { stage: 'Phone', kind: 'feedback', due: 2, on_time_rate: 0 },
    { stage: 'Phone', kind: 'request', due: 1, on_time_rate: 0 },
    { stage: 'Phone', kind: 'response', due: 2, on_time_rate: 0 },
  ],
  'How many scorecards are late, per team?': [{ team_id: 'payments', late: 1, still_missing: 1, owed: 2 }],
  'Do candidates who wait longer rate lower?': [
    { wait: 'up to 2 days', ratings: 1, mean_nps: 10 },
    { wait: 'more', ratings: 1, mean_nps: 2 },
  ],
  'Which stage leaves candidates silent?': [
    { stage: 'Phone', interviews: 2, silent: 1 },
    { stage: 'Onsite', interviews: 2, silent: 0 },
  ],
  'How substantial is the feedback?': [
    { channel: 'email', sent: 2, with_examples: 0.5, with_next_steps: null, median_words: 100 },
  ],
  'Who asked for feedback and has not got it?': [
    { application_id: 'c', team_id: 'payments', asked_at: '2026-03-09 09:00:00.000', business_days: number },
  ],
  'How did the published scores move?': [
    { name: 'Payments', week: '2026-W10', score: 71.5, change: null },
    { name: 'Payments', week: '2026-W11', score: 75, change: 3.5 },
  ],
};

describe('docs/sql.md', () => {
  it('has a question for each answer, and no other', () => {
    expect([...questions.keys()]).toEqual(Object.keys(EXPECTED));
  });

  it.each(Object.entries(EXPECTED))('%s', async (title, rows) => {
    expect(await answerTo(title)).toEqual(rows);
  });
});
