import { Query } from '@nestjs/cqrs';

/** Every team that any interview names or the configuration lists. */
export class ListTeams extends Query<{ readonly teams: readonly Team[] }> {}

export interface Team {
  readonly team: string;
  readonly name: string;
}
