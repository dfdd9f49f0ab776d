// `npm run bench` (100,000 and 1,000,000 interviews) or `npm run bench -- 10000000`: ratios, each within one run.
import { availableParallelism, totalmem } from 'node:os';
import { Logger } from '@nestjs/common';
import Table from 'cli-table3';
import { load, mergeAll, multiply } from './load.mjs';
import { openStore, peakMemoryOf } from './open-store.mjs';
import { ask } from './questions.mjs';

Logger.overrideLogger(['error', 'fatal']);
const sizes = process.argv.slice(2).map(Number);
if (sizes.some((size) => !(size >= 1000))) {
  process.stderr.write('Give numbers of interviews, 1000 or more: npm run bench -- 100000\n');
  process.exit(2);
}

/** Larger stores are this one many times over. */
const MOST_PROJECTED = 100_000;

const measured = [];
for (const interviews of sizes.length > 0 ? sizes : [100_000, 1_000_000]) {
  process.stderr.write(`${interviews.toLocaleString('en')} interviews\n`);
  const opened = await openStore();
  const projected = Math.min(interviews, MOST_PROJECTED);
  const loaded = await load(opened, projected);
  await multiply(opened, Math.round(interviews / projected));
  const asked = await ask(opened);
  await mergeAll(opened);
  const merged = await ask(opened, { fromEvents: false });
  const memory = { service: await peakMemoryOf(process.pid), engine: await opened.engineMemory() };
  measured.push({ interviews, loaded, asked, merged, memory });
  await opened.close();
}

const ratio = (value) => value.toFixed(2);
const megabytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;
const rows = [
  [
    'health of every team / plain quantile by team',
    'at most 3',
    ({ asked }) => ratio(asked.health / asked.plain),
  ],
  [
    'time to response by team and week / plain',
    'at most 3',
    ({ asked }) => ratio(asked.byTeamAndWeek / asked.plain),
  ],
  ['time to response by team / plain', '', ({ asked }) => ratio(asked.byTeam / asked.plain)],
  ['health / plain, all parts merged into one', '', ({ merged }) => ratio(merged.health / merged.plain)],
  [
    'time to response by team and week / plain, merged',
    '',
    ({ merged }) => ratio(merged.byTeamAndWeek / merged.plain),
  ],
  ['plain quantile: as loaded / merged', '', ({ asked, merged }) => ratio(asked.plain / merged.plain)],
  [
    'raw events in one query / time to response by team',
    'at least 20',
    ({ asked }) => ratio(asked.fromEvents / asked.byTeam),
  ],
  [
    'bare inserts of the same rows / projection',
    'at least 0.3',
    ({ loaded }) => ratio(loaded.bare / loaded.compared),
  ],
  [
    'events per second projected',
    '',
    ({ loaded }) => Math.round(loaded.events / loaded.seconds).toLocaleString('en'),
  ],
  ['peak memory of the projecting process', '', ({ memory }) => megabytes(memory.service)],
  ['peak memory of the engine', '', ({ memory }) => megabytes(memory.engine)],
];
const head = [
  '',
  'aim',
  ...measured.map(({ interviews }) => `${interviews.toLocaleString('en')} interviews`),
];
const table = new Table({ head, style: { head: [], border: [] } });
for (const [name, aim, of] of rows) table.push([name, aim, ...measured.map(of)]);
const [small, large] = measured;
if (large !== undefined) {
  const growth = large.interviews / small.interviews;
  for (const [name, key] of [
    ['health', 'health'],
    ['time to response by team and week', 'byTeamAndWeek'],
  ]) {
    table.push([
      `${name}: ${growth} times the data`,
      'at most 3',
      '',
      ratio(large.asked[key] / small.asked[key]),
    ]);
  }
}
console.log(table.toString());
console.log(
  `Node ${process.version}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
);
process.exit(0);
