import { Query } from '@nestjs/cqrs';
import type { DueKind } from '../platform/organisation.js';

/** Every team that any interview names or the configuration lists. */
export class ListTeams extends Query<{ readonly teams: readonly Team[] }> {}

export interface Team {
  readonly team: string;
  readonly name: string;
  /** By kind of obligation, in a stage without due times of its own; one that never falls due is absent. */
  readonly dueBusinessDays: DueBusinessDays;
  /** How long a business day is in the team's calendar. */
  readonly businessDayHours: number;
  /** By stage, where the configuration sets any. */
  readonly stages?: Readonly<Record<string, DueBusinessDays>>;
}

export type DueBusinessDays = Readonly<Partial<Record<DueKind, number>>>;

/** Every job that any interview names. */
export class ListJobs extends Query<{ readonly jobs: readonly Job[] }> {}

export interface Job {
  readonly job: string;
  /** That of the latest interview that gave one, else the id. */
  readonly title: string;
}
