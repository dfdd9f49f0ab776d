import { behaviours, paceOf, type Behaviour, type Pace } from './behaviour.js';
import { DAY, OfficeClock } from './office-clock.js';
import { hash, Random } from './random.js';
import { SIMULATED_SOURCES } from './simulated-source.js';

export interface SimulationOptions {
  readonly seed: number;
  readonly teams: number;
  readonly weeks: number;
  /** ISO 8601: what happens after it is left out, and the weeks end with it. */
  readonly until: string;
  /** About so many, per team. */
  readonly interviewsPerWeek: number;
}

export interface Job {
  readonly id: string;
  readonly title: string;
  /** In the order in which candidates pass them. */
  readonly stages: readonly string[];
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly clock: OfficeClock;
  readonly source: string;
  /** Of interviews that took place, how many the source tells so. */
  readonly tellsCompletion: number;
  readonly jobs: readonly Job[];
  readonly interviewers: readonly string[];
  /** From then on nobody hears anything from a person in this team. */
  readonly silentFrom: number;
}

/** Who there is, and when. */
export interface SimulatedOrganisation {
  readonly seed: number;
  /** Part of every id: events of other options, or of another `until`, are other events. */
  readonly run: string;
  readonly from: number;
  readonly until: number;
  readonly teams: readonly Team[];
}

const NAMES = [
  'Payments',
  'Platform',
  'Mobile',
  'Data',
  'Sales',
  'Support',
  'Security',
  'Marketing',
  'Finance',
  'Design',
  'Logistics',
  'Research',
];
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Europe/London',
  'Asia/Kolkata',
  'America/Los_Angeles',
  'Asia/Singapore',
];
const STAGES = [
  ['Phone screen', 'Technical', 'Onsite', 'Final'],
  ['Phone screen', 'Technical', 'Onsite'],
  ['Phone screen', 'Technical', 'Team', 'Onsite', 'Final'],
  ['Phone screen', 'Team', 'Final'],
];
const TITLES = ['Associate', 'Specialist', 'Senior specialist', 'Lead'];

export function organisationOf(options: SimulationOptions): SimulatedOrganisation {
  const { seed, teams, weeks, interviewsPerWeek } = options;
  const until = Date.parse(options.until);
  const run = hash(JSON.stringify([seed, teams, weeks, until, interviewsPerWeek])).toString(36);
  const clocks = ZONES.map((zone) => new OfficeClock(zone));
  const silentFrom = until - Math.max(1, Math.min(6, Math.round(weeks / 4))) * 7 * DAY;
  return {
    seed,
    run,
    from: until - weeks * 7 * DAY,
    until,
    teams: Array.from({ length: teams }, (_, index) => teamOf(seed, index, clocks, silentFrom)),
  };
}

/** What a team does at an instant. */
export function paceAt({ from, until }: SimulatedOrganisation, { behaviour }: Team, at: number): Pace {
  return paceOf(behaviour, (at - from) / (until - from));
}

function teamOf(seed: number, index: number, clocks: readonly OfficeClock[], silentFrom: number): Team {
  const random = new Random(seed, 'team', index);
  const round = Math.floor(index / NAMES.length);
  const name = `${at(NAMES, index)}${round === 0 ? '' : ` ${round + 1}`}`;
  const id = `sim-${name.toLowerCase().replaceAll(' ', '-')}`;
  const behaviour = at(behaviours, index);
  return {
    id,
    name,
    behaviour,
    clock: at(clocks, index),
    source: at(SIMULATED_SOURCES, index),
    tellsCompletion: index % 2 === 0 ? 0.96 : 0.6,
    jobs: Array.from({ length: random.int(2, 4) }, (_, job) => ({
      id: `${id}-job-${job + 1}`,
      title: `${at(TITLES, job)}, ${name}`,
      stages: random.pick(STAGES),
    })),
    interviewers: Array.from({ length: random.int(6, 11) }, (_, person) => `${id}-person-${person + 1}`),
    silentFrom: behaviour === 'silent' ? silentFrom : Infinity,
  };
}

/** Round and round. */
function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
