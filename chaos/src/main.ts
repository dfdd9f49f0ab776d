import { parseArgs } from 'node:util';
import { startBroker } from './broker.js';
import { startEngine } from './engine.js';
import type { Context } from './row.js';
import { rows } from './rows/index.js';
import { Service } from './service.js';
import { drawTable, judgeOutcome, type Line } from './table.js';

const HELP = `npm run chaos -- [--short] [--rows NAME,NAME] [--json] [--list]
  --short   a few runs per row (the long version takes about an hour)
  --rows    only rows whose name contains one of these
  --runs    so many runs per row where rows have runs
  --events  so many events in the row that measures, instead of a million
  --json    one line of JSON per row on standard output, as soon as it is there
  --list    the names of the rows`;

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    rows: { type: 'string' },
    runs: { type: 'string' },
    events: { type: 'string' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const wanted = values.rows?.split(',') ?? [''];
  const chosen = rows.filter(({ name }) => wanted.some((part) => name.includes(part)));
  if (values.help) return say(HELP);
  if (values.list) return void process.stdout.write(chosen.map(({ name }) => `${name}\n`).join(''));
  const [runs, limit] = [values.runs, values.events].map((text) =>
    text === undefined ? undefined : Number(text),
  );
  const isWrong = (value: number | undefined): boolean =>
    value !== undefined && !(Number.isInteger(value) && value > 0);
  if (chosen.length === 0 || isWrong(runs) || isWrong(limit)) {
    process.exitCode = 2;
    return say(`No row has "${values.rows}" in its name, or --runs or --events is no whole number above 0.

${HELP}`);
  }
  const lines: Line[] = [];
  const broker = await startBroker(say);
  const engine = await startEngine();
  const context: Context = {
    broker,
    engine,
    isShort: values.short,
    runs: (short, long) => (values.short ? short : Math.min(runs ?? long, long)),
    limit,
    say,
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      // One that was stopped by a signal would stay for ever; the broker's guard may have been told the same and be gone.
      for (const service of Service.running) service.signal('SIGKILL');
      process.kill(broker.pid(), 'SIGKILL');
      process.exit(1);
    });
  }
  try {
    for (const row of chosen) {
      say(`== ${row.name}: ${row.fault}`);
      const line = await run(row, context);
      lines.push(line);
      if (values.json) process.stdout.write(`${JSON.stringify(line)}\n`);
      if (line.error !== undefined) say(line.error);
    }
  } finally {
    await engine.stop();
    await broker.stop();
  }
  const table = drawTable(rows, lines);
  if (values.json) say(table);
  else process.stdout.write(`${table}\n`);
  process.exitCode = lines.every(({ passed }) => passed) ? 0 : 1;
}

async function run(row: (typeof rows)[number], context: Context): Promise<Line> {
  const about = { row: row.name, expects: row.expects };
  try {
    const outcome = await row.run(context);
    return { ...about, outcome, passed: judgeOutcome(row, outcome) };
  } catch (error) {
    // Not a finding about delivery, and no pass either.
    return {
      ...about,
      passed: false,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

await main();
