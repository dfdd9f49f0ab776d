import { metricNamed } from '../libs/domain/dist/index.js';
import { computations } from '../apps/api/dist/metrics/registry.js';
import { chosenObligations } from '../apps/api/dist/metrics/selection.js';
import { UNTIL } from './load.mjs';

const asOf = Date.parse(UNTIL);
const REPEATS = 5;

/** The median of some runs, in seconds, after one that warms up. */
async function time(work) {
  await work();
  const seconds = [];
  for (let run = 0; run < REPEATS; run += 1) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(REPEATS / 2)];
}

/** What a leader's page asks, the engine's own quantile over the same rows, and the same figure from raw events. */
export async function ask({ store, organisation }) {
  const metric = (name, by) => () =>
    computations[name](
      metricNamed(name),
      { filter: {}, asOf, by, clock: 'elapsed' },
      { store, organisation },
    );
  const chosen = chosenObligations(
    'response',
    { filter: {}, asOf, by: ['team'], clock: 'elapsed' },
    organisation,
  );
  const plain = `SELECT by_team, quantile(0.5)(seconds) FROM (${chosen.text}) GROUP BY by_team`;
  return {
    plain: await time(() => store.rows(plain, { ...chosen.parameters })),
    health: await time(metric('health', ['team'])),
    byTeam: await time(metric('time-to-response', ['team'])),
    byTeamAndWeek: await time(metric('time-to-response', ['team', 'week'])),
    fromEvents: await time(() => store.rows(FROM_EVENTS)),
  };
}

/**
 * The median time to response by team in one query over the events: a simple reading (explicit completions and
 * answers only, no corrections, nobody who still waits), and so less work than the figure it is compared with.
 */
const FROM_EVENTS = `
  WITH
    interviews AS (
      SELECT application_id, JSONExtractString(data, 'interviewId') AS interview_id,
        argMaxIf(JSONExtractString(data, 'teamId'), time, JSONHas(data, 'teamId')) AS team_id,
        maxIf(parseDateTime64BestEffortOrZero(JSONExtractString(data, 'endedAt'), 3, 'UTC'), type = 'hearback.interview.completed.v1') AS ended_at,
        countIf(type = 'hearback.interview.completed.v1') AS completions
      FROM events WHERE type LIKE 'hearback.interview.%'
      GROUP BY application_id, interview_id HAVING completions > 0),
    answers AS (
      SELECT application_id, JSONExtractString(data, 'interviewId') AS about, time AS answered_at
      FROM events
      WHERE type = 'hearback.response.sent.v1' AND JSONExtractString(data, 'kind') != 'status_update'
        AND NOT JSONExtractBool(data, 'automated'))
  SELECT team_id, quantile(0.5)(wait) FROM (
    SELECT team_id, interview_id, min(toUnixTimestamp64Milli(answered_at) - toUnixTimestamp64Milli(ended_at)) AS wait
    FROM interviews JOIN answers ON interviews.application_id = answers.application_id
    WHERE about IN ('', interview_id) AND answered_at >= ended_at
    GROUP BY team_id, application_id, interview_id)
  GROUP BY team_id`;
