import type { Sightings } from './bystander.js';
import type { AttackRow, Outcome } from './row.js';

/** What came of a row. */
export interface Line {
  readonly row: string;
  readonly passed: boolean;
  /** What was wrong, a sentence each. */
  readonly faults: readonly string[];
  readonly outcome?: Outcome;
  readonly seen?: Sightings;
  /** The most memory that the service occupied, in bytes. */
  readonly peakBytes?: number;
  /** The longest stretch of CPU time in which its event loop did nothing else, in milliseconds. */
  readonly longestStretchMs?: number;
}

/** A stretch of CPU time of the event loop that nobody may cause, in milliseconds. */
const LONG_STRETCH_MS = 50;

/**
 * Judges a row by its own harm, by what the bystander saw, and by how long the event loop was kept.
 * @param isTimed whether late answers and long stretches count: the short form runs beside other tests, and says nothing
 * about speed
 * @returns a sentence for each fault; of a control, whether the harm that it did on purpose was missed
 */
export function faultsOf(
  row: AttackRow,
  outcome: Outcome,
  seen: Sightings,
  isTimed: boolean,
  longestStretchMs = 0,
): string[] {
  const faults = [...outcome.harm];
  if (outcome.attempts < 1) faults.push('nothing was attempted');
  if (seen.asked === 0) faults.push('the bystander asked nothing');
  faults.push(...seen.wrong.map((example) => `the bystander got a wrong answer: ${example}`));
  if (seen.slow > 0 && (isTimed || row.isControl === true))
    faults.push(`the bystander waited more than 2 s for ${seen.slow} answer(s)`);
  if (seen.paused > 0 && row.mayPause !== true)
    faults.push(`the bystander got ${seen.paused} answer(s) of 503`);
  if (longestStretchMs > LONG_STRETCH_MS && isTimed && row.isControl !== true)
    faults.push(`the event loop was kept for ${Math.round(longestStretchMs)} ms of CPU time at a stretch`);
  if (row.isControl !== true) return faults;
  return faults.length > 0 ? [] : ['the harm that was done on purpose was not noticed'];
}

/** A table in Markdown, as it stands in docs/security.md. */
export function drawTable(rows: readonly AttackRow[], lines: readonly Line[]): string {
  const head = [
    'Attack',
    'What has to hold',
    'Attempts',
    "Bystander's answers: wrong, over 2 s, 503",
    'Slowest answer',
    'Longest pause',
    'Longest CPU stretch',
    'Peak memory',
    'Result',
  ];
  const body = lines.map((line) => {
    const row = rows.find(({ name }) => name === line.row);
    const { outcome, seen } = line;
    return [
      row?.attack ?? line.row,
      row?.defence ?? '',
      String(outcome?.attempts ?? 0) + (outcome?.notes === undefined ? '' : ` (${outcome.notes})`),
      seen === undefined ? '' : `${seen.asked}: ${seen.wrong.length}, ${seen.slow}, ${seen.paused}`,
      seen === undefined ? '' : `${Math.round(seen.slowestMs)} ms`,
      seen === undefined || seen.paused === 0 ? '' : `${(seen.longestPauseMs / 1000).toFixed(1)} s`,
      line.longestStretchMs === undefined ? '' : `${Math.round(line.longestStretchMs)} ms`,
      line.peakBytes === undefined ? '' : `${Math.round(line.peakBytes / 2 ** 20)} MiB`,
      line.passed ? (row?.isControl === true ? 'harm noticed' : 'held') : 'FAILED',
    ];
  });
  const cells = [head, head.map(() => '---'), ...body];
  return cells.map((row) => `| ${row.map(escaped).join(' | ')} |`).join('\n');
}

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
