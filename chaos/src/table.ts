import Table from 'cli-table3';
import type { Outcome, Row } from './row.js';

export interface Line {
  readonly row: string;
  readonly expects: Row['expects'];
  /** Whether it is as it has to be: every run hit, and no harm; or, of a negative control, harm found. */
  readonly passed: boolean;
  readonly outcome?: Outcome;
  readonly error?: string;
}

export function judgeOutcome({ expects }: Row, { runs, hits, lost, doubled }: Outcome): boolean {
  if (hits < runs || runs === 0) return false;
  return expects === 'no harm' ? lost === 0 && doubled === 0 : lost + doubled > 0;
}

export function drawTable(rows: readonly Row[], lines: readonly Line[]): string {
  const table = new Table({
    head: ['', 'Fault', 'Runs', 'Hit', 'Events', 'Lost', 'Doubled', 'Recovery s', ''],
    style: { head: [], border: [] },
    colWidths: [24, 46, 6, 6, 10, 8, 9, 18, 12],
    wordWrap: true,
  });
  for (const { row, outcome, passed, error } of lines) {
    const { fault, expects } = rows.find(({ name }) => name === row) ?? { fault: '', expects: 'no harm' };
    const verdict = passed ? (expects === 'harm' ? 'harm found' : 'ok') : 'FAILED';
    if (outcome === undefined) table.push([row, fault, '', '', '', '', '', error ?? '', verdict]);
    else {
      const { runs, hits, events, lost, doubled } = outcome;
      const said = outcome.notes === undefined || outcome.notes === '' ? '' : ` (${outcome.notes})`;
      table.push([row, fault + said, runs, hits, events, lost, doubled, spread(outcome.recovery), verdict]);
    }
  }
  return table.toString();
}

/** Median and longest. */
export function spread(values: readonly number[]): string {
  if (values.length === 0) return '';
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${median.toFixed(1)}, at most ${(sorted.at(-1) ?? 0).toFixed(1)}`;
}
