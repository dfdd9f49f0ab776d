import { getJson } from './get-json.js';

export interface Team {
  readonly team: string;
  readonly name: string;
}

export function parseTeams(body: unknown): readonly Team[] {
  const teams = (body as { teams?: unknown } | null)?.teams;
  if (!Array.isArray(teams)) throw new Error('teams are missing');
  return teams as readonly Team[];
}

export function fetchTeams(signal?: AbortSignal): Promise<readonly Team[]> {
  return getJson('/teams', parseTeams, signal);
}
