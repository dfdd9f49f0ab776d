import { formatInstant, formatSeconds, printable, table } from './format.js';
import { noteSimulated } from './note-simulated.js';
import type { Service } from './service.js';
import type { WaitingList } from '../waiting/list-waiting.query.js';

/** Prints who waits, longest or most urgent first. */
export async function showWaiting(
  service: Service,
  options: Readonly<Record<string, string | readonly string[]>>,
  json: boolean,
): Promise<void> {
  const list = await service.get<WaitingList>('/api/v1/waiting', options);
  await noteSimulated(service);
  if (json) {
    console.log(JSON.stringify(list));
    return;
  }
  const head = [
    'waits',
    'working time',
    'due',
    '',
    'team',
    'stage',
    'application',
    'interview',
    'ended',
    'last contact',
    'promised for',
  ];
  const rows = list.rows.map((row) => [
    formatSeconds(row.ageSeconds),
    formatSeconds(row.businessSeconds, 'business'),
    row.dueAt === undefined ? '-' : formatInstant(row.dueAt),
    row.overdue ? 'overdue' : '',
    printable(row.team),
    printable(row.stage),
    printable(row.applicationId),
    printable(row.interviewId),
    formatInstant(row.startedAt),
    row.lastContactAt === undefined ? '-' : formatInstant(row.lastContactAt),
    row.promise === undefined
      ? '-'
      : `${formatInstant(row.promise.dueAt)}${row.promise.passed ? ' (passed)' : ''}`,
  ]);
  if (rows.length > 0) console.log(table(head, rows));
  console.error(`${list.rows.length} of ${list.total} who wait, as of ${list.asOf}`);
}
