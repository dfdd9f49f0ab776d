import { Module, type DynamicModule } from '@nestjs/common';
import { CandidateRequests } from './candidates/candidate-requests.js';
import { CandidatesController } from './candidates/candidates.controller.js';
import { EventsController } from './http/events.controller.js';
import { ImportsController } from './http/imports.controller.js';
import { KeysController } from './http/keys.controller.js';
import { ImportService } from './import/import.service.js';
import { EventMemory } from './known-events.js';
import { RecordEventsHandler } from './record-events.handler.js';

/**
 * How events come in. Expects `EVENT_LOG`, `ENVIRONMENT`, `CLOCK`, `KNOWN_EVENTS`, `Pseudonyms` and the buses from global
 * modules, and request bodies unparsed (`bodyParser: false`): the door keeps them as they came.
 */
@Module({
  controllers: [EventsController, ImportsController, KeysController, CandidatesController],
  providers: [EventMemory, RecordEventsHandler, ImportService, CandidateRequests],
  exports: [ImportService],
})
export class IngestionModule {
  /** Without its doors: for a process that only records what it makes itself. */
  static withoutDoors(): DynamicModule {
    return { module: RecordingModule, providers: [EventMemory, RecordEventsHandler] };
  }
}

@Module({})
class RecordingModule {}
