import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { ComposeMessageHandler } from './compose-message.handler.js';
import { MessagesController } from './messages.controller.js';
import { Delivery } from './outbox/delivery.js';
import { Mailroom } from './outbox/mailroom.js';
import { Outbox } from './outbox/outbox.js';
import { PublishWeekHandler } from './publishing/publish-week.handler.js';
import { PublishedScores } from './publishing/published-scores.js';
import { ScoreSchedule } from './publishing/score-schedule.js';
import { RevisedScores } from './revised/revised-scores.js';
import { GetScoreHistoryHandler, GetScoreOfWeekHandler } from './score-of-week.handler.js';
import { ScoresController } from './scores.controller.js';
import { ENDPOINTS, type Endpoints } from './transports/endpoints.js';
import { Transports } from './transports/transports.js';

/** The weekly score: closed, published through the log, and delivered. */
@Module({
  controllers: [ScoresController, MessagesController],
  providers: [
    {
      provide: Outbox,
      useFactory: ({ dataDirectory }: Environment) => new Outbox(join(dataDirectory, 'outbox')),
      inject: [ENVIRONMENT],
    },
    {
      provide: Transports,
      useFactory: (endpoints: Endpoints) => new Transports(endpoints),
      inject: [ENDPOINTS],
    },
    {
      provide: Delivery,
      useFactory: (outbox: Outbox, transports: Transports, clock: Clock) =>
        new Delivery(outbox, transports, clock),
      inject: [Outbox, Transports, CLOCK],
    },
    Mailroom,
    PublishedScores,
    PublishWeekHandler,
    RevisedScores,
    ScoreSchedule,
    GetScoreOfWeekHandler,
    GetScoreHistoryHandler,
    ComposeMessageHandler,
  ],
})
export class ScoresModule {}
