import type { MetricRow } from '@hearback/domain';
import { Query } from '@nestjs/cqrs';

/** The health of one team with its parts; `undefined` for a team that nobody has heard of. */
export class GetTeamHealth extends Query<TeamHealth | undefined> {
  constructor(
    readonly team: string,
    /** Milliseconds since the epoch. */
    readonly asOf: number,
  ) {
    super();
  }
}

export interface TeamHealth {
  readonly team: string;
  readonly name: string;
  readonly metric: string;
  readonly version: number;
  readonly unit: string;
  readonly asOf: string;
  readonly configuration?: string;
  /** That of the metric for this team; `null` where there is no data. */
  readonly row: MetricRow | null;
}
