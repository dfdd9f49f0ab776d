import { setTimeout as pause } from 'node:timers/promises';
import type { ReplayCounts, ReplayResult, ReplayRun } from '../dead-letters/replays/replay-run.js';
import { DEAD_LETTERS, mendedFile, problemsText, type Filters } from './dead-letters.js';
import { Failure, WrongUse } from './failure.js';
import { printable, table } from './format.js';
import type { Service } from './service.js';

const LOOK_EVERY_MS = 500;

export interface ReplayOptions {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  /** A file with the mended event, for one dead letter. */
  readonly mended?: string;
  readonly filter: Filters;
  readonly json: boolean;
}

/**
 * Sends rejected messages again and prints what became of each.
 * @throws Failure when some did not become events
 */
export async function replayDeadLetters(
  service: Service,
  ids: readonly string[],
  options: ReplayOptions,
): Promise<void> {
  assertChoice(ids, options);
  const { all = false, dryRun = false, mended, filter } = options;
  if (mended !== undefined) {
    const path = `${DEAD_LETTERS}/${encodeURIComponent(ids[0] ?? '')}/replay?dryRun=${dryRun}`;
    const body = await mendedFile(mended);
    const result = await service.post<ReplayResult>(path, body, 'application/cloudevents+json');
    tell([result], options);
    return;
  }
  const body = JSON.stringify(all ? { all, filter, dryRun } : { ids, dryRun });
  const run = await service.post<ReplayRun>(`${DEAD_LETTERS}/replay`, body, 'application/json');
  const ended = await end(service, run);
  const results = run.state === 'running' ? await allResults(service, ended.id) : run.results;
  if (ended.state === 'failed' || ended.state === 'interrupted') {
    tell(results, options, ended, false);
    throw new Failure(
      `Broken off after ${ended.done} of ${ended.total}: ${ended.error ?? 'run it again; that is harmless.'}`,
    );
  }
  tell(results, options, ended);
}

function assertChoice(ids: readonly string[], { all = false, mended, filter }: ReplayOptions): void {
  const problems: string[] = [];
  if (ids.length === 0 && !all)
    problems.push('name dead letters by their ids, or all of a filter with --all');
  if (ids.length > 0 && all) problems.push('give either ids or --all');
  if (!all && Object.keys(filter).length > 0)
    problems.push(`--${Object.keys(filter).join(', --')} choose among all: add --all`);
  if (mended !== undefined && (ids.length !== 1 || all))
    problems.push('--mended sends one event in place of one dead letter: give one id');
  if (problems.length > 0) throw new WrongUse(problems.join('\n'));
}

async function end(service: Service, run: ReplayRun): Promise<ReplayRun> {
  let now = run;
  while (now.state === 'running') {
    await pause(LOOK_EVERY_MS);
    now = await service.get<ReplayRun>(`${DEAD_LETTERS}/replays/${run.id}`);
    console.error(`${now.done} of ${now.total}`);
  }
  return now;
}

async function allResults(service: Service, id: string): Promise<readonly ReplayResult[]> {
  const results: ReplayResult[] = [];
  for (let from: number | undefined = 0; from !== undefined;) {
    const page: ReplayRun = await service.get<ReplayRun>(`${DEAD_LETTERS}/replays/${id}`, {
      from: String(from),
    });
    results.push(...page.results);
    from = page.next;
  }
  return results;
}

/** @throws Failure when some did not become events */
function tell(
  results: readonly ReplayResult[],
  { json, dryRun = false }: ReplayOptions,
  run?: ReplayRun,
  isWhole = true,
): void {
  const counts = run?.counts ?? countsIn(results);
  if (json) console.log(JSON.stringify({ ...run, dryRun, counts, results }));
  else {
    if (results.length > 0)
      console.log(
        table(
          ['id', 'outcome', 'event or problems'],
          results.map(({ id, outcome, reason, problems = [], event }) => [
            printable(id),
            outcome,
            event === undefined
              ? [reason ?? '', problemsText(problems)].filter(Boolean).join(': ').slice(0, 100)
              : printable(`${event.source} ${event.id}`),
          ]),
        ),
      );
    console.error(totals(counts, dryRun));
  }
  const failed = counts.rejected + counts.notKept;
  if (isWhole && failed > 0) {
    const verb = dryRun ? 'would not become an event' : 'did not become an event';
    throw new Failure(`${failed} of ${failed + counts.recorded + counts.duplicate} ${verb}.`);
  }
}

function totals({ recorded, duplicate, rejected, notKept }: ReplayCounts, dryRun: boolean): string {
  const text = `${recorded} recorded, ${duplicate} duplicates, ${rejected} rejected again, ${notKept} not kept`;
  return dryRun ? `Dry run, nothing was sent: ${text}` : text;
}

function countsIn(results: readonly ReplayResult[]): ReplayCounts {
  const count = (wanted: ReplayResult['outcome']): number =>
    results.filter(({ outcome }) => outcome === wanted).length;
  return {
    recorded: count('recorded'),
    duplicate: count('duplicate'),
    rejected: count('rejected'),
    notKept: count('not-kept'),
  };
}
