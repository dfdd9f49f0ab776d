import type { PartitionSpan } from '../event-log/event-log.js';
import type { ProjectedTable } from '../projection/tables.js';
import { ownValue } from '../platform/own-value.js';

type Row = Readonly<Record<string, unknown>>;

/** In words, what makes two rows with one key differ, or why there is only one. */
export function explain(
  table: ProjectedTable,
  before: Row | null,
  after: Row | null,
  log: readonly PartitionSpan[],
): string {
  const isRecord = table === 'stored_events' || table === 'stored_rejections';
  if (before === null) {
    return isRecord
      ? 'Only in the new table: it is in the source, and the old table had lost it.'
      : 'Only in the new table: its events are in the source, and the old table had lost the row or was folded without them, by other options, or by other rules.';
  }
  if (after === null) return isRecord ? onlyBefore(before, log) : ONLY_FOLDED_BEFORE;
  const columns = Object.keys(after).filter(
    (column) => JSON.stringify(ownValue(before, column)) !== JSON.stringify(ownValue(after, column)),
  );
  const where = `It differs in ${columns.join(', ')}`;
  if (isRecord) return `${where}: the old row is not what the source says at this place.`;
  const [from, to] = [Number(before['version']), Number(after['version'])];
  if (from < to) return `${where}: folded from ${to} events, where the old table knew ${from}.`;
  if (from > to)
    return `${where}: folded from ${to} events; the old table knew ${from}, which the source no longer has.`;
  return `${where}, though folded from as many events (${to}): by other options or rules than today's, or changed by hand.`;
}

function onlyBefore(row: Row, log: readonly PartitionSpan[]): string {
  const span = log.find(({ partition }) => partition === Number(row['partition']));
  const place = `${String(row['topic'])}/${String(row['partition'])}/${String(row['offset'])}`;
  if (span !== undefined && span.topic === row['topic'] && BigInt(Number(row['offset'])) < span.first) {
    return `Only in the old table: its place in the log (${place}) is older than what the log still has.`;
  }
  return `Only in the old table: the source has no such record at its place (${place}).`;
}

const ONLY_FOLDED_BEFORE =
  'Only in the old table: its events are not in the source any more, or today’s options and rules make no such row of them.';
