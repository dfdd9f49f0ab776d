import type { Application } from './application.js';
import { Query } from '@nestjs/cqrs';

/** Everything that is known of one application, and how it came about. */
export class GetApplication extends Query<Application | undefined> {
  constructor(
    readonly applicationId: string,
    /** Milliseconds since the epoch. */
    readonly asOf: number,
  ) {
    super();
  }
}
