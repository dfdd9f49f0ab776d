import { simulateApplications } from '../apps/api/dist/simulation/simulate-applications.js';

// As large as those of the logs.
const BATCH = 5000;
const TEAMS = 50;
const WEEKS = 104;
/** Now as far as the benchmark goes: the same events in every run. */
export const UNTIL = '2026-11-16T00:00:00Z';
/** Of how many batches the rows are kept, to insert the very same ones without Hearback. */
const KEPT_BATCHES = 16;

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
 * Projects the simulated events batch by batch, and then inserts the rows of the first batches once more, into
 * tables that are alike and with nothing in front of them.
 */
export async function load({ client, project }, interviews) {
  const kept = [];
  const insert = client.insert.bind(client);
  let isKeeping = true;
  client.insert = (parameters) => {
    if (isKeeping) kept.push(parameters);
    return insert(parameters);
  };
  const projected = { events: 0, seconds: 0, whileKeeping: 0 };
  let batches = 0;
  for (const batch of batchesOf(interviews)) {
    const start = performance.now();
    const { events } = await project(batch);
    const seconds = (performance.now() - start) / 1000;
    projected.events += events;
    projected.seconds += seconds;
    if (isKeeping) projected.whileKeeping += seconds;
    batches += 1;
    isKeeping = batches < KEPT_BATCHES;
    if (batches % 25 === 0)
      process.stderr.write(`\r${projected.events.toLocaleString('en')} events projected `);
  }
  process.stderr.write('\n');
  client.insert = insert;
  return { ...projected, bare: await bareInsert(client, kept) };
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
}

const COPIED = {
  stored_events: ['application_id', 'subject'],
  stored_interviews: ['application_id', 'candidate_id'],
  stored_obligations: ['application_id', 'obligation_id', 'candidate_id'],
  stored_touchpoints: ['application_id', 'touchpoint_id', 'candidate_id'],
};

/** @returns {Promise<number>} seconds */
async function bareInsert(client, kept) {
  const tables = [...new Set(kept.map(({ table }) => table))];
  for (const table of tables) await client.command({ query: `CREATE TABLE bare_${table} AS ${table}` });
  const start = performance.now();
  for (const parameters of kept) {
    await client.insert({ ...parameters, table: `bare_${parameters.table}` });
  }
  const seconds = (performance.now() - start) / 1000;
  for (const table of tables) await client.command({ query: `DROP TABLE bare_${table}` });
  return seconds;
}
