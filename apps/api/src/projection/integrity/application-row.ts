/** A row of `stored_applications`: how many rows there are of an application that was folded from `version` events. */
export interface ApplicationRow {
  readonly application_id: string;
  readonly version: number;
  readonly interviews: number;
  readonly obligations: number;
  readonly touchpoints: number;
}
