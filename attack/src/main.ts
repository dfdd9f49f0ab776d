import { parseArgs } from 'node:util';
import { Bystander } from './bystander.js';
import { rows } from './rows/index.js';
import type { AttackRow } from './row.js';
import { Suite } from './suite.js';
import { Service } from './service.js';
import { drawTable, type Line } from './table.js';

const HELP = `npm run attack -- [--short] [--rows NAME,NAME] [--json] [--list]
  Attacks a running service on the loopback address, one attack after the other, while a bystander asks the questions
  of the dashboard's first page once a second, and prints a table in Markdown.
  --short   fewer attempts per attack
  --rows    only rows whose name contains one of these
  --json    one line of JSON per row on standard output, as soon as it is there
  --list    the names of the rows`;

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    rows: { type: 'string' },
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
  if (chosen.length === 0) {
    process.exitCode = 2;
    return say(`No row has "${values.rows}" in its name.\n\n${HELP}`);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const service of Service.running) service.signal('SIGKILL');
      process.exit(1);
    });
  }
  const lines = await attack(chosen);
  const table = drawTable(rows, lines);
  if (values.json) say(table);
  else process.stdout.write(`${table}\n`);
  for (const { row, faults } of lines) for (const fault of faults) say(`${row}: ${fault}`);
  process.exitCode = lines.every(({ passed }) => passed) ? 0 : 1;
}

async function attack(chosen: readonly AttackRow[]): Promise<Line[]> {
  const lines: Line[] = [];
  const suite = new Suite(new Bystander(Suite.AS_OF), values.short, say);
  try {
    for (const row of chosen) {
      say(`== ${row.name}: ${row.attack}`);
      const line = await suite.run(row);
      lines.push(line);
      if (values.json) process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    await suite.end();
  }
  return lines;
}

await main();
