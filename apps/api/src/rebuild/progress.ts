import type { EventLog } from '../event-log/event-log.js';
import { groupOf } from '../projection/group.js';
import { isUnderWay, type RebuildState } from './rebuild-state.js';

/** Before so much time has passed, a pace would be a guess. */
const FIRST_ESTIMATE_MS = 500;

export interface Done {
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
}

/** How far a rebuild is, and how long it takes at the pace since this process works on it. */
export class Progress {
  #first: { readonly at: number; readonly done: number } | undefined;

  constructor(private readonly log: EventLog) {}

  async of(state: RebuildState): Promise<Done | undefined> {
    if (!isUnderWay(state)) return undefined;
    const spans = await this.log.spans(groupOf(state.generation)).catch(() => undefined);
    if (spans === undefined) return undefined;
    const from = new Map(state.replayFrom ?? []);
    const [copied, toCopy] = [state.copied?.events ?? 0, state.copied?.of ?? 0];
    let [done, total] = [copied, Math.max(copied, toCopy)];
    for (const { partition, first, end, position } of spans) {
      const begin = state.source === 'log' ? first : BigInt(from.get(partition) ?? end);
      total += Number(end - begin);
      if (state.phase !== 'copying' && position > begin) done += Number(position - begin);
    }
    const now = performance.now();
    this.#first ??= { at: now, done };
    const [time, work] = [now - this.#first.at, done - this.#first.done];
    const canTell = time >= FIRST_ESTIMATE_MS && work > 0;
    const secondsLeft = canTell ? Math.round(((total - done) / work) * (time / 1000)) : null;
    return { done, total, secondsLeft };
  }
}
