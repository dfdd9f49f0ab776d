import { nextWeek, startOfWeek } from '@hearback/domain';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { Meters } from '../telemetry/meters.js';
import { STATUSES } from './outbox/message.js';
import { Outbox } from './outbox/outbox.js';
import { ScoreSchedule } from './publishing/score-schedule.js';

/** What a scrape learns of the weekly scores. */
@Injectable()
export class ScoreGauges implements OnModuleInit {
  constructor(
    private readonly meters: Meters,
    private readonly outbox: Outbox,
    private readonly schedule: ScoreSchedule,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  onModuleInit(): void {
    this.meters.gauge(
      'hearback_outbox_messages',
      'Messages about weekly scores in the outbox of this process, by what became of them. queued and sending are on their way; refused and given-up want somebody to look.',
      ['status'],
      (gauge) => {
        const counts = this.outbox.counts();
        for (const status of STATUSES) gauge.set({ status }, counts.get(status) ?? 0);
      },
    );
    this.meters.gauge(
      'hearback_scores_last_closed_week_end_timestamp_seconds',
      'When the last week ended whose scores this process has closed, in seconds since the epoch. Absent before the first.',
      [],
      (gauge) => {
        const week = this.outbox.closedWeek();
        if (week === undefined) gauge.remove();
        else gauge.set(startOfWeek(nextWeek(week), this.organisation.timeZone) / 1000);
      },
    );
    this.meters.gauge(
      'hearback_schedule_last_tick_timestamp_seconds',
      'When the schedule of this process last looked whether a week is to be closed, in seconds since the epoch.',
      [],
      (gauge) => gauge.set(this.schedule.lastTick() / 1000),
    );
  }
}
