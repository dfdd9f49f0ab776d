import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { FreeSpace } from '../platform/free-space/free-space.js';
import type { CandidateKeys } from './candidate-keys.js';
import { Pseudonyms } from './pseudonyms.js';
import { RemotePseudonyms } from './remote-pseudonyms.js';

/**
 * The candidate keys: used by the door, and by the projector for what did not come through it. Injected by the class
 * of those that are kept here, also where another process keeps them.
 */
@Global()
@Module({
  providers: [
    {
      provide: Pseudonyms,
      useFactory: (
        { dataDirectory, keys: { url, token } }: Environment,
        { reserve }: FreeSpace,
      ): CandidateKeys =>
        url === undefined || token === undefined
          ? new Pseudonyms(join(dataDirectory, 'candidate-keys'), reserve.events)
          : new RemotePseudonyms({ url, token }),
      inject: [ENVIRONMENT, FreeSpace],
    },
  ],
  exports: [Pseudonyms],
})
export class PseudonymsModule {}
