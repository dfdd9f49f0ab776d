import { Module } from '@nestjs/common';
import { Retention } from '../retention/retention.js';
import { ChosenLetters } from './chosen-letters.js';
import { InterruptedRuns } from './interrupted-runs.js';
import { ReplaysController } from './replays.controller.js';
import { Replays } from './replays.service.js';
import { Resend } from './resend.js';

/** What changes dead letters: sending them again, and the end of their originals. */
@Module({
  controllers: [ReplaysController],
  providers: [ChosenLetters, InterruptedRuns, Resend, Replays, Retention],
})
export class ReplaysModule {}
