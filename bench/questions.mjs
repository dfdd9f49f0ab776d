import { metricNamed } from '../libs/domain/dist/index.js';
import { computations } from '../apps/api/dist/metrics/registry.js';
import { chosenObligations } from '../apps/api/dist/metrics/selection.js';
import { UNTIL } from './load.mjs';
import { timeToResponseFromEvents } from './raw-events.mjs';

const asOf = Date.parse(UNTIL);

/** As the service asks first as of now; the store would refuse where that left a row out. */
const tellings = 'last';
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
export async function ask({ store, organisation }, { fromEvents = true } = {}) {
  const metric = (name, by) => () =>
    computations[name](
      metricNamed(name),
      { filter: {}, asOf, by, clock: 'elapsed', tellings },
      { store, organisation },
    );
  const chosen = chosenObligations(
    'response',
    { filter: {}, asOf, by: ['team'], clock: 'elapsed', tellings },
    organisation,
  );
  const plain = `SELECT by_team, quantile(0.5)(seconds) FROM (${chosen.text}) GROUP BY by_team`;
  return {
    plain: await time(() => store.rows(plain, { ...chosen.parameters })),
    health: await time(metric('health', ['team'])),
    byTeam: await time(metric('time-to-response', ['team'])),
    byTeamAndWeek: await time(metric('time-to-response', ['team', 'week'])),
    ...(fromEvents && {
      fromEvents: await timeFromEvents(store, await metric('time-to-response', ['team'])()),
    }),
  };
}

/**
 * Seconds that one query takes to compute time to response by team from the raw events. It takes so long that it is
 * asked once.
 * @throws where its figures are not Hearback's: then the times could not be compared
 */
async function timeFromEvents(store, own) {
  const start = performance.now();
  const raw = await store.rows(timeToResponseFromEvents(asOf));
  const seconds = (performance.now() - start) / 1000;
  const expected = own.map(({ team, n, applications, met, median }) =>
    JSON.stringify([team, n, applications, met, median.reached ? median.seconds : -1]),
  );
  const found = raw.map(({ team_id, n, applications, answered, median }) =>
    JSON.stringify([team_id, n, applications, answered, median]),
  );
  const difference = expected.findIndex((row, index) => row !== found[index]);
  if (difference >= 0 || expected.length !== found.length)
    throw new Error(`raw events say ${found[difference]}, Hearback says ${expected[difference]}`);
  return seconds;
}
