import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import type { Roles } from '../platform/roles.js';
import { ComposeMessageHandler } from './compose-message.handler.js';
import { ElsewhereController } from './elsewhere.controller.js';
import { MessagesController } from './messages.controller.js';
import { Delivery } from './outbox/delivery.js';
import { Mailroom } from './outbox/mailroom.js';
import { Outbox } from './outbox/outbox.js';
import { PublishController } from './publish.controller.js';
import { PublishWeekHandler } from './publishing/publish-week.handler.js';
import { PublishedScores } from './publishing/published-scores.js';
import { ScoreSchedule } from './publishing/score-schedule.js';
import { RevisedScores } from './revised/revised-scores.js';
import { GetScoreHistoryHandler, GetScoreOfWeekHandler } from './score-of-week.handler.js';
import { ScoreGauges } from './score-gauges.js';
import { ScoresController } from './scores.controller.js';
import { ENDPOINTS, type Endpoints } from './transports/endpoints.js';
import { Transports } from './transports/transports.js';

/** What answers questions about scores; knows nothing of the schedule and the outbox. */
const ANSWERS = [GetScoreOfWeekHandler, GetScoreHistoryHandler, ComposeMessageHandler];

/** What closes weeks and delivers: in one process of a deployment, which alone has the outbox. */
const SCHEDULE = [
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
  PublishWeekHandler,
  RevisedScores,
  ScoreSchedule,
  ScoreGauges,
];

/** The weekly score: closed, published through the log, and delivered. */
@Module({})
export class ScoresModule {
  static of(roles: Roles): DynamicModule {
    const [answers, schedules] = [roles.has('api'), roles.has('scheduler')];
    return {
      module: ScoresModule,
      controllers: [
        // Before the others: what they would take for a team's name.
        ...(schedules ? [PublishController, MessagesController] : [ElsewhereController]),
        ...(answers ? [ScoresController] : []),
      ],
      providers: [PublishedScores, ...(answers ? ANSWERS : []), ...(schedules ? SCHEDULE : [])],
    };
  }
}
