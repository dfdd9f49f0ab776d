import { simulateApplications } from '../apps/api/dist/simulation/simulate-applications.js';

// As large as those of the logs.
const BATCH = 5000;
const TEAMS = 50;
const WEEKS = 104;
/** Now as far as the benchmark goes: the same events in every run. */
export const UNTIL = '2026-11-16T00:00:00Z';
/** How many batches are inserted without Hearback as well. */
const COMPARED_BATCHES = 40;
const TABLES = ['stored_events', 'stored_interviews', 'stored_obligations', 'stored_touchpoints'];

const encoder = new TextEncoder();

function* batchesOf(interviews) {
  const options = {
    seed: 1,
    teams: TEAMS,
    weeks: WEEKS,
    until: UNTIL,
    interviewsPerWeek: interviews / (TEAMS * WEEKS),
  };
  let batch = [];
  let offset = 0n;
  for (const events of simulateApplications(options)) {
    for (const event of events) {
      batch.push({
        offset: offset++,
        appendedAt: Date.parse(UNTIL),
        key: null,
        value: encoder.encode(JSON.stringify(event)),
        headers: { 'hearback-origin': encoder.encode('bench') },
      });
    }
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Projects the simulated events batch by batch. The rows of the first batches are inserted once more right after each,
 * into tables that are alike and with nothing in front of them: both meet the same machine at the same moment.
 */
export async function load({ client, project }, interviews) {
  const insert = client.insert.bind(client);
  let kept = [];
  client.insert = (parameters) => {
    kept.push(parameters);
    return insert(parameters);
  };
  for (const table of TABLES) await client.command({ query: `CREATE TABLE bare_${table} AS ${table}` });
  const projected = { events: 0, seconds: 0, compared: 0, bare: 0 };
  let batches = 0;
  for (const batch of batchesOf(interviews)) {
    kept = [];
    const start = performance.now();
    const { events } = await project(batch);
    const seconds = (performance.now() - start) / 1000;
    projected.events += events;
    projected.seconds += seconds;
    batches += 1;
    if (batches <= COMPARED_BATCHES) {
      projected.compared += seconds;
      projected.bare += await bareInsert(insert, kept);
    }
    if (batches % 25 === 0)
      process.stderr.write(`\r${projected.events.toLocaleString('en')} events projected `);
  }
  process.stderr.write('\n');
  client.insert = insert;
  for (const table of TABLES) await client.command({ query: `DROP TABLE bare_${table}` });
  return projected;
}

/**
 * The store of so many times the interviews: every row again under other applications. What is asked of it costs the
 * same as if each had been projected, and is there in seconds instead of hours.
 */
export async function multiply({ client }, times) {
  for (let copy = 1; copy < times; copy += 1) {
    const other = (column) => `concat(${column}, '~${copy}') AS ${column}`;
    for (const [table, columns] of Object.entries(COPIED)) {
      await client.command({
        // The condition stands in a query of its own: beside REPLACE it would see the replaced column.
        query: `INSERT INTO ${table} SELECT * REPLACE (${columns.map(other).join(', ')})
          FROM (SELECT * FROM ${table} FINAL WHERE NOT like(application_id, '%~%'))`,
        clickhouse_settings: { max_insert_block_size: '1048576', wait_end_of_query: 1 },
      });
    }
    process.stderr.write(`\rcopy ${copy + 1} of ${times} `);
  }
  if (times > 1) process.stderr.write('\n');
  const result = await client.query({
    query: `SELECT count() AS all, countIf(NOT like(application_id, '%~%')) AS own FROM stored_interviews FINAL`,
    format: 'JSONEachRow',
  });
  const [{ all, own }] = await result.json();
  if (all !== own * times) throw new Error(`${all} interviews are not ${times} times ${own}`);
}

/** Brings each table into a single part: the state in which the engine has nothing left to reconcile as it reads. */
export async function mergeAll({ client }) {
  for (const table of TABLES) {
    await client.command({
      query: `OPTIMIZE TABLE ${table} FINAL`,
      clickhouse_settings: { wait_end_of_query: 1 },
    });
  }
}

const COPIED = {
  stored_events: ['application_id', 'subject'],
  stored_interviews: ['application_id', 'candidate_id'],
  stored_obligations: ['application_id', 'obligation_id', 'candidate_id'],
  stored_touchpoints: ['application_id', 'touchpoint_id', 'candidate_id'],
};

/** @returns {Promise<number>} seconds */
async function bareInsert(insert, kept) {
  const start = performance.now();
  await Promise.all(kept.map((parameters) => insert({ ...parameters, table: `bare_${parameters.table}` })));
  return (performance.now() - start) / 1000;
}
