import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isWithinTime, TIME_RANGE } from '../platform/time-parameters.js';
import { ProgressLine } from '../sample/progress-line.js';
import type { CloudEvent } from '../simulation/history.js';
import type { SimulationOptions } from '../simulation/organisation.js';
import { expectedApplications, simulateApplications } from '../simulation/simulate-applications.js';
import { EventSender, totalsText } from './event-sender.js';
import { Failure, WrongUse } from './failure.js';
import { simulatedEvents } from './note-simulated.js';
import type { Patience } from './patience.js';
import type { Service } from './service.js';
import { wholeNumber } from './whole-number.js';

const HOUR_MS = 3_600_000;
/** Applications between two steps of the progress line. */
const STEP = 20;

/** As they were typed. */
export interface SimulateOptions {
  readonly teams: string;
  readonly weeks: string;
  readonly seed: string;
  readonly interviewsPerWeek: string;
  readonly until?: string;
  readonly out?: string;
  readonly json: boolean;
}

/** Makes up an organisation and sends its events, or writes them to a file. */
export async function simulate(
  service: Service,
  patience: Patience,
  options: SimulateOptions,
): Promise<void> {
  const simulation = parseSimulation(options, Date.now());
  const { seed, until } = simulation;
  if (options.out !== undefined) {
    const counts = await write(simulation, options.out);
    const { applications, events } = counts;
    const told = `${events} events of ${applications} applications written to ${options.out}`;
    console.log(options.json ? JSON.stringify({ seed, until, ...counts, file: options.out }) : told);
    return;
  }
  await tellOfEarlierOnes(service, patience);
  const sender = new EventSender(service, patience);
  let applications = 0;
  for (const events of withProgress(simulation)) {
    for (const event of events) await sender.add(`event ${event.id}`, JSON.stringify(event));
    applications += 1;
  }
  await sender.flush();
  const { totals } = sender;
  console.log(options.json ? JSON.stringify({ seed, until, applications, ...totals }) : totalsText(totals));
  console.error(`The same once more, which changes nothing: with the same options and --until ${until}`);
  if (totals.rejected > 0) throw new Failure(`${totals.rejected} simulated event(s) were rejected.`);
}

/** @throws WrongUse for what can't be simulated */
export function parseSimulation(options: Omit<SimulateOptions, 'json'>, now: number): SimulationOptions {
  // To the hour: so that a second call right after the first is likely to mean the same.
  const until = options.until ?? new Date(Math.floor(now / HOUR_MS) * HOUR_MS).toISOString();
  const at = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(until) ? Date.parse(until) : NaN;
  if (Number.isNaN(at)) {
    throw new WrongUse(`--until must be an instant with its zone, like 2026-11-24T15:00:00Z, not "${until}"`);
  }
  if (!isWithinTime(at)) throw new WrongUse(`--until ${TIME_RANGE}: ${until}`);
  if (at > now) throw new WrongUse(`--until must not lie in the future: ${until}`);
  const interviewsPerWeek = Number(options.interviewsPerWeek);
  if (!(interviewsPerWeek > 0 && interviewsPerWeek <= 1e6)) {
    throw new WrongUse(`--interviews-per-week must be a number above 0, not "${options.interviewsPerWeek}"`);
  }
  return {
    seed: wholeNumber('--seed', options.seed, 0, 2 ** 31 - 1),
    teams: wholeNumber('--teams', options.teams, 1, 1000),
    weeks: wholeNumber('--weeks', options.weeks, 1, 1000),
    until: new Date(at).toISOString(),
    interviewsPerWeek,
  };
}

async function tellOfEarlierOnes(service: Service, patience: Patience): Promise<void> {
  const count = await patience.until(() => simulatedEvents(service));
  if (count === 0) return;
  const known = count.toLocaleString('en');
  console.error(`There are ${known} simulated events already. Those that are not the same are added.`);
}

async function write(
  simulation: SimulationOptions,
  file: string,
): Promise<{ readonly applications: number; readonly events: number }> {
  let events = 0;
  let applications = 0;
  function* lines(): Generator<string> {
    for (const list of withProgress(simulation)) {
      applications += 1;
      events += list.length;
      yield list.map((event) => `${JSON.stringify(event)}\n`).join('');
    }
  }
  try {
    await pipeline(lines(), createWriteStream(file));
  } catch (error) {
    throw new Failure(`${file} can't be written: ${(error as Error).message}`);
  }
  return { applications, events };
}

function* withProgress(simulation: SimulationOptions): Generator<CloudEvent[]> {
  const line = new ProgressLine(process.stderr);
  const expected = expectedApplications(simulation);
  let done = 0;
  try {
    for (const events of simulateApplications(simulation)) {
      yield events;
      done += 1;
      if (done % STEP === 0) line.show(done / expected, `${done.toLocaleString('en')} applications`);
    }
  } finally {
    line.end();
  }
}
