import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { nameOrUnassigned } from '../format/name.js';
import { FIGURES } from './figures-query.js';
import { retryInterval } from './use-fetched.js';
import { fetchJobs, fetchTeams, type Job, type Team } from './teams.js';

/** What ids are called. One that is not known (yet) is called by itself. */
export interface Names {
  readonly teams: readonly Team[];
  readonly jobs: readonly Job[];
  /** Whether the teams have been told yet. */
  readonly areKnown: boolean;
  /** Whether they were asked for in vain. */
  readonly areAway: boolean;
  readonly team: (id: string) => string;
  readonly job: (id: string) => string;
}

/** @param isEnabled from when on they are asked for */
export function useNames(isEnabled = true): Names {
  const askedTeams = useQuery({
    queryKey: [FIGURES, 'teams'],
    queryFn: ({ signal }) => fetchTeams(signal),
    refetchInterval: ({ state }) => retryInterval(state.error),
    enabled: isEnabled,
  });
  const askedJobs = useQuery({
    queryKey: [FIGURES, 'jobs'],
    queryFn: ({ signal }) => fetchJobs(signal),
    refetchInterval: ({ state }) => retryInterval(state.error),
    enabled: isEnabled,
  });
  const { data: teams } = askedTeams;
  const { data: jobs } = askedJobs;
  const areAway = (askedTeams.isError && teams === undefined) || (askedJobs.isError && jobs === undefined);
  return useMemo(() => {
    const teamNames = new Map(teams?.map(({ team, name }) => [team, name]));
    const jobTitles = new Map(jobs?.map(({ job, title }) => [job, title]));
    return {
      teams: teams ?? [],
      jobs: jobs ?? [],
      areKnown: teams !== undefined,
      areAway,
      team: (id) => nameOrUnassigned(teamNames.get(id) ?? id),
      job: (id) => nameOrUnassigned(jobTitles.get(id) ?? id),
    };
  }, [teams, jobs, areAway]);
}
