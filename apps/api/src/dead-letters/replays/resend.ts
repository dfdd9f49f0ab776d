import type { ClickHouseClient } from '@clickhouse/client';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CLICKHOUSE } from '../../clickhouse/clickhouse.token.js';
import { toDateTime64 } from '../../clickhouse/client.js';
import { RecordEvents, type RecordResult } from '../../ingestion/record-events.command.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { insertBatch } from '../../projection/insert-batch.js';
import { placeOf } from '../../projection/rejections/place.js';
import {
  REPLAY_MENDED,
  REPLAY_OF,
  REPLAY_ORIGIN,
  REPLAY_RUN,
  VERSION,
  type ReplayRow,
} from '../../projection/rejections/replay-row.js';
import type { ReplayResult } from './replay-run.js';

/** What is to be sent in place of a dead letter. */
export interface LetterToSend {
  readonly id: string;
  /** `undefined`: the original is not kept any more. */
  readonly bytes: Uint8Array | undefined;
}

export interface Sending {
  /** The run that they belong to. */
  readonly run: string;
  readonly dryRun: boolean;
  /** Mended by hand. */
  readonly mended: boolean;
}

/**
 * Sends dead letters again through the door, by today's rules, and notes what became of each.
 *
 * The order matters: first the log, then the note. If it stops in between, the record in the log says itself which
 * dead letter it stands for, and the projector writes the note. A message that is rejected again is not kept a second
 * time: its dead letter is there already.
 */
@Injectable()
export class Resend {
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly commands: CommandBus,
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws when the log or the store is away; sending them again is harmless */
  send(letters: readonly LetterToSend[], sending: Sending): Promise<readonly ReplayResult[]> {
    // One at a time: the door would take the same event twice from two that ask it at once.
    const work = this.#running.then(() => this.#send(letters, sending));
    this.#running = work.catch(() => undefined);
    return work;
  }

  async #send(letters: readonly LetterToSend[], sending: Sending): Promise<readonly ReplayResult[]> {
    const { dryRun, run, mended } = sending;
    const messages = letters.flatMap(({ id, bytes }) => {
      const headers = {
        [REPLAY_OF]: id,
        [REPLAY_RUN]: run,
        ...(mended && { [REPLAY_MENDED]: 'true' }),
      };
      return bytes === undefined ? [] : [{ bytes, headers }];
    });
    const options = { keepRejected: false, dryRun };
    const answers =
      messages.length === 0
        ? []
        : await this.commands.execute(new RecordEvents(messages, REPLAY_ORIGIN, options));
    let next = 0;
    const results = letters.map(({ id, bytes }): ReplayResult => {
      const answer = bytes === undefined ? undefined : answers[next++];
      return answer === undefined ? { id, outcome: 'not-kept' } : resultOf(id, answer);
    });
    if (!dryRun) await this.#note(results, sending);
    return results;
  }

  async #note(results: readonly ReplayResult[], { run, mended }: Sending): Promise<void> {
    const at = toDateTime64(this.clock().getTime());
    const rows = results.flatMap((result): ReplayRow[] => {
      const place = placeOf(result.id);
      if (place === undefined) return [];
      return [
        {
          ...place,
          run,
          at,
          outcome: result.outcome,
          mended: mended ? 1 : 0,
          reason: result.reason ?? '',
          detail: JSON.stringify(result.problems ?? []),
          event_source: result.event?.source ?? '',
          event_id: result.event?.id ?? '',
          version: VERSION.ofDoor,
        },
      ];
    });
    await insertBatch(this.clickHouse, 'stored_replays', rows);
  }
}

function resultOf(id: string, answer: RecordResult): ReplayResult {
  if (answer.status !== 'rejected') {
    return { id, outcome: answer.status, event: { source: answer.source, id: answer.id } };
  }
  return { id, outcome: 'rejected', reason: answer.reason, problems: answer.problems };
}
