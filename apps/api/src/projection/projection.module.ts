import { Global, Module } from '@nestjs/common';
import { KNOWN_EVENTS } from '../ingestion/known-events.js';
import { Generation } from './generation.js';
import { ProjectEventsHandler } from './project-events.handler.js';
import { Projector } from './projector.js';
import { ProjectionWatch } from './projection-watch.js';
import { StoreIntegrity } from './integrity/store-integrity.js';
import { StoredEvents } from './stored-events.js';
import { StoredOrganisation } from './stored-organisation.js';

@Global()
@Module({
  providers: [
    Generation,
    ProjectEventsHandler,
    Projector,
    StoreIntegrity,
    ProjectionWatch,
    StoredOrganisation,
    { provide: KNOWN_EVENTS, useClass: StoredEvents },
  ],
  exports: [Generation, Projector, KNOWN_EVENTS],
})
export class ProjectionModule {}
