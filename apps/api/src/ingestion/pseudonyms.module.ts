import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { Pseudonyms } from './pseudonyms.js';

/** The candidate keys: used by the door, and by the projector for what did not come through it. */
@Global()
@Module({
  providers: [
    {
      provide: Pseudonyms,
      useFactory: ({ dataDirectory }: Environment) => new Pseudonyms(join(dataDirectory, 'candidate-keys')),
      inject: [ENVIRONMENT],
    },
  ],
  exports: [Pseudonyms],
})
export class PseudonymsModule {}
