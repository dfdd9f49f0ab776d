/* `npm run simulate-delivery`: as many schedules as one likes, divided between processes. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { isHarmless, simulate } from './simulate.js';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '1000000' },
    from: { type: 'string', default: '1' },
    processes: { type: 'string', default: String(availableParallelism()) },
    seed: { type: 'string' },
    part: { type: 'string' },
  },
});

/** As often as this a process says how far it is. */
const REPORT_EVERY = 10_000;

Logger.overrideLogger(false);
if (values.seed !== undefined) await replay(whole(values.seed, '--seed'));
else if (values.part === undefined) await divide();
else await runPart(whole(values.part, '--part'));

/** One schedule, turn by turn. */
async function replay(seed: number): Promise<void> {
  const outcome = await simulate(seed, { keepsTrace: true });
  for (const line of outcome.trace) console.log(line);
  console.log(isHarmless(outcome) ? `seed ${seed}: no harm` : failureOf(seed, outcome.details));
  process.exitCode = isHarmless(outcome) ? 0 : 1;
}

async function divide(): Promise<void> {
  const processes = whole(values.processes, '--processes');
  const begun = performance.now();
  const self = fileURLToPath(import.meta.url);
  const parts = Array.from({ length: processes }, (_, part) =>
    fork(self, [...process.argv.slice(2), '--processes', String(processes), '--part', String(part)]),
  );
  const ends = await Promise.all(
    parts.map((part) => new Promise<number | null>((resolve) => part.once('exit', resolve))),
  );
  const seconds = Math.round((performance.now() - begun) / 1000);
  const failed = ends.filter((code) => code !== 0).length;
  console.log(
    failed === 0 ? `${values.schedules} schedules in ${seconds} s: no harm` : `Harm was found, see above.`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Every so many seeds, beginning with this part's. */
async function runPart(part: number): Promise<void> {
  const [from, count] = [whole(values.from, '--from'), whole(values.schedules, '--schedules')];
  const step = whole(values.processes, '--processes');
  let done = 0;
  for (let seed = from + part; seed < from + count; seed += step) {
    const outcome = await simulate(seed);
    if (!isHarmless(outcome)) {
      console.error(failureOf(seed, outcome.details));
      process.exitCode = 1;
    }
    done += 1;
    if (done % REPORT_EVERY === 0) console.log(`process ${part + 1}: ${done} schedules`);
  }
}

function failureOf(seed: number, details: readonly string[]): string {
  const again = `npm run simulate-delivery -- --seed ${seed}`;
  return [`seed ${seed} does harm; see it with: ${again}`, ...details].join('\n  ');
}

function whole(text: string, option: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  console.error(`${option}: "${text}" is not a whole number.`);
  process.exit(2);
}
