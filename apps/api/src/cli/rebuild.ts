import { pause } from '../event-log/back-off.js';
import type { Difference, RebuildView, TableComparison } from '../rebuild/rebuild-state.js';
import { ProgressLine } from '../sample/progress-line.js';
import { Failure, WrongUse } from './failure.js';
import type { Service } from './service.js';

export interface RebuildOptions {
  readonly from?: string;
  readonly acceptMissing?: boolean;
  readonly abandon?: boolean;
}

const PATH = '/api/v1/rebuild';
const LOOK_EVERY_MS = 500;
const UNDER_WAY: readonly string[] = ['copying', 'replaying', 'comparing', 'swapping'];

/** Begins a rebuild, or joins the one that is under way, and follows it to its end. */
export async function rebuild(service: Service, options: RebuildOptions, json: boolean): Promise<void> {
  if (options.abandon === true) return abandon(service, options, json);
  const before = await service.get<RebuildView>(PATH);
  if (UNDER_WAY.includes(before.phase)) {
    if (options.from !== undefined && options.from !== before.source) {
      throw new Failure(
        `A rebuild from ${before.source} is under way since ${before.startedAt}. Follow it (hearback rebuild), or abandon it (hearback rebuild --abandon).`,
      );
    }
    console.error(`A rebuild from ${before.source} is under way since ${before.startedAt}; following it.`);
  } else {
    const parameters = new URLSearchParams({
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.acceptMissing === true ? { acceptMissing: 'true' } : {}),
    });
    await service.post<RebuildView>(`${PATH}?${parameters.toString()}`, '');
  }
  const view = await follow(service);
  console.log(json ? JSON.stringify(view) : told(view));
  if (view.phase !== 'done') throw new Failure(`The rebuild is ${view.phase}. ${view.problem ?? ''}`.trim());
}

async function abandon(service: Service, options: RebuildOptions, json: boolean): Promise<void> {
  if (options.from !== undefined || options.acceptMissing === true) {
    throw new WrongUse('--abandon throws a rebuild away; it goes with no other option');
  }
  const view = await service.delete<RebuildView>(PATH);
  console.log(json ? JSON.stringify(view) : 'The rebuild was abandoned; the tables are as they were.');
}

async function follow(service: Service): Promise<RebuildView> {
  const line = new ProgressLine(process.stderr);
  try {
    for (;;) {
      const view = await service.get<RebuildView>(PATH);
      if (!UNDER_WAY.includes(view.phase)) return view;
      const { done = 0, total = 0, secondsLeft } = view;
      const left = secondsLeft === null || secondsLeft === undefined ? '' : `, ${secondsLeft} s left`;
      const counts = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} events`;
      // Nothing has been counted yet.
      if (total > 0) line.show(done / total, `${view.phase}: ${counts}${left}`);
      await pause(LOOK_EVERY_MS);
    }
  } finally {
    line.end();
  }
}

/** For people: what the comparison found. */
export function told(view: RebuildView): string {
  const { comparison } = view;
  const lines = [`Rebuilt from ${view.source}: ${view.phase}.`];
  if (comparison === undefined) return lines.join('\n');
  if (comparison.equal) lines.push('The new tables are equal to the old ones.');
  for (const compared of comparison.tables) lines.push(...tableLines(compared));
  if (comparison.arrivedMeanwhile > 0) {
    lines.push(`${comparison.arrivedMeanwhile} events came in meanwhile and are only in the new tables.`);
  }
  return lines.join('\n');
}

function tableLines(compared: TableComparison): string[] {
  const { table, oldRows, newRows, onlyOld, onlyNew, changed, differences } = compared;
  const isEqual = onlyOld + onlyNew + changed === 0;
  const what = isEqual ? 'equal' : `only old ${onlyOld}, only new ${onlyNew}, changed ${changed}`;
  const head = `${table.replace('stored_', '').padEnd(12)} ${oldRows} rows before, ${newRows} after: ${what}`;
  return [head, ...differences.map(differenceLine)];
}

function differenceLine({ key, why }: Difference): string {
  return `  ${Object.values(key).join(' ')}: ${why}`;
}
