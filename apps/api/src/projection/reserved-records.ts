import { reservation, type HearbackEvent } from '@hearback/domain';
import type { LogBatch } from '../event-log/event-log.js';
import { isMarked, MARK_HEADER, REFUSED_HEADER } from '../ingestion/marks/mark.js';
import type { ServiceMarks } from '../ingestion/marks/service-marks.js';
import { unmarkedContent } from '../ingestion/marks/unmarked-content.js';
import type { Judged } from './judge.js';

/**
 * The same messages, where events that only Hearback may send are rejections unless they bear its mark, or are older
 * than marks.
 *
 * @throws EventLogUnavailable while the owner of the mark's key is away
 */
export async function withoutForged(
  messages: readonly Judged[],
  { topic, partition }: Pick<LogBatch, 'topic' | 'partition'>,
  marks: ServiceMarks,
): Promise<readonly Judged[]> {
  const reserved = messages.filter((message) => {
    const event = eventOf(message);
    return event !== undefined && reservation(event) !== undefined;
  });
  if (reserved.length === 0) return messages;
  const marked = await bearing(reserved, marks);
  const unmarked = reserved.filter((message) => !marked.has(message) && !isRefused(message));
  const accepted = await marks.accepted(
    unmarked.map((message) => ({
      topic,
      partition,
      offset: String(message.record.offset),
      content: unmarkedContent(eventOf(message)!),
    })),
  );
  const older = new Set(unmarked.filter((_, index) => accepted[index]));
  const forged = new Set(reserved.filter((message) => !marked.has(message) && !older.has(message)));
  return messages.map((message) => {
    if (marked.has(message)) return { ...message, isMarked: true };
    if (!forged.has(message)) return message;
    return { ...message, decoded: { rejection: reservation(eventOf(message)!)! } };
  });
}

async function bearing(messages: readonly Judged[], marks: ServiceMarks): Promise<ReadonlySet<Judged>> {
  const withMark = messages.filter(({ record }) => record.headers[MARK_HEADER] !== undefined);
  if (withMark.length === 0) return new Set();
  const check = (key: Uint8Array): Judged[] =>
    withMark.filter(({ record }) => isMarked(key, record.value ?? NOTHING, record.headers[MARK_HEADER]));
  const found = check(await marks.key());
  // The owner may have been restored from a backup of other keys since it was asked.
  return new Set(found.length === withMark.length ? found : check(await marks.key(true)));
}

const NOTHING = new Uint8Array();

/** Kept as a dead letter by whatever took it in. */
function isRefused({ record }: Judged): boolean {
  return record.headers[REFUSED_HEADER] !== undefined;
}

function eventOf({ decoded }: Judged): HearbackEvent | undefined {
  return 'event' in decoded ? decoded.event : undefined;
}
