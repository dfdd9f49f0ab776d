import { getJson } from './get-json.js';
import { type DueBusinessDays } from './organisation.js';

export interface Team {
  readonly team: string;
  readonly name: string;
  readonly dueBusinessDays: DueBusinessDays;
  /** How long a business day is in the team's calendar. */
  readonly businessDayHours: number;
  /** Where a stage has due times of its own. */
  readonly stages?: Readonly<Record<string, DueBusinessDays>>;
}

export function parseTeams(body: unknown): readonly Team[] {
  const teams = (body as { teams?: unknown } | null)?.teams;
  if (!Array.isArray(teams)) throw new Error('teams are missing');
  return teams as readonly Team[];
}

export function fetchTeams(signal?: AbortSignal): Promise<readonly Team[]> {
  return getJson('/teams', parseTeams, signal);
}

export interface Job {
  readonly job: string;
  readonly title: string;
}

export function parseJobs(body: unknown): readonly Job[] {
  const jobs = (body as { jobs?: unknown } | null)?.jobs;
  if (!Array.isArray(jobs)) throw new Error('jobs are missing');
  return jobs as readonly Job[];
}

export function fetchJobs(signal?: AbortSignal): Promise<readonly Job[]> {
  return getJson('/jobs', parseJobs, signal);
}
