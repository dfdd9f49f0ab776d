import type { Message } from '../outbox/message.js';
import type { KilledService } from './killed-service.js';
import type { Receipt, ReceiverStep } from './held-receivers.js';
import type { Step } from './stopping-service.js';

/** A step at which the service is killed: within it, at its receiver's, or once all is done. */
export interface Kill {
  readonly at: Step | ReceiverStep | 'quiet';
  /** How often the step is passed before. */
  readonly nth?: number;
}

/** A week that is published: by the clock or by hand, with one kill after the other. */
export interface Round {
  readonly by: 'clock' | 'hand';
  readonly kills: readonly Kill[];
}

const NAMES: Readonly<Record<Kill['at'], string>> = {
  append: 'before the publication is appended',
  project: 'appended, not yet in the store',
  'see-projected': 'appended, before it is looked for in the store',
  enqueue: 'published, before the outbox has it',
  'see-enqueued': 'in the outbox, before anything is sent',
  'mark-closed': 'in the outbox, the week not marked as closed',
  'mark-sending': 'before it is recorded as being sent',
  send: 'recorded as being sent, before it leaves',
  'in-data': 'the SMTP server in the middle of DATA',
  'mark-mail': 'after its 250, before the mark',
  answering: 'the webhook in the middle of its answer',
  'mark-webhook': 'after the answer, before the mark',
  'take-up': 'started again, before what was left is taken up',
  quiet: 'after everything',
};

/** Every step in turn, by the clock and by hand in turns, until there are so many kills; at least each once. */
export function plan(kills: number): Round[] {
  const rounds: Round[] = [];
  for (let turn = 0, count = 0; turn === 0 || count < kills; turn += 1) {
    for (const at of Object.keys(NAMES) as Kill['at'][]) {
      if (turn > 0 && count >= kills) break;
      // By hand, a week is not closed. Of what is passed several times a week, another one each turn.
      const by = at === 'mark-closed' || (turn + rounds.length) % 2 === 0 ? 'clock' : 'hand';
      const nth = ['enqueue', 'see-enqueued', 'mark-sending', 'send'].includes(at) ? turn % 4 : 0;
      const before: Kill[] = at === 'take-up' ? [{ at: turn % 2 === 0 ? 'mark-mail' : 'mark-webhook' }] : [];
      rounds.push({ by, kills: [...before, { at, nth }] });
      count += before.length + 1;
    }
  }
  return rounds;
}

export interface CrashRun {
  readonly hits: readonly { readonly kill: Kill; readonly week: string; readonly killedStart: number }[];
  readonly missed: readonly Kill[];
  /** What the service says at the end. */
  readonly messages: readonly Message[];
  readonly receipts: readonly Receipt[];
  /** Of each start its process, the first at 0. */
  readonly killed: readonly KilledService[];
  readonly teams: readonly string[];
  readonly weeks: readonly string[];
}

/** What was received of every message that was to be sent, by the step of the kill, and what is wrong with it. */
export function crashTable(run: CrashRun): { readonly text: string; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const lines = new Map<
    string,
    { kills: number; missed: number; lost: number; doubled: number; sameId: number }
  >();
  const lineOf = ({ at }: Kill) => {
    const line = lines.get(at) ?? { kills: 0, missed: 0, lost: 0, doubled: 0, sameId: 0 };
    lines.set(at, line);
    return line;
  };
  for (const kill of run.missed) lineOf(kill).missed += 1;
  for (const { kill } of run.hits) lineOf(kill).kills += 1;
  const killOf = new Map(run.hits.map((hit) => [hit.killedStart, hit.kill]));
  const expected = run.weeks.flatMap((week) => [
    ...run.teams.flatMap((team) => [`${week} mail ${team}@example.com`, `${week} webhook ${team}`]),
    `${week} mail everybody@example.com`,
  ]);
  const byReceiver = new Map<string, Receipt[]>();
  for (const receipt of run.receipts) {
    const what = `${receipt.week} ${receipt.channel} ${receipt.to}`;
    byReceiver.set(what, [...(byReceiver.get(what) ?? []), receipt]);
  }
  for (const what of byReceiver.keys())
    if (!expected.includes(what)) faults.push(`nobody was to get ${what}`);
  for (const what of expected) {
    const receipts = byReceiver.get(what) ?? [];
    if (receipts.length === 0) {
      const hit = run.hits.findLast(({ week }) => what.startsWith(week));
      if (hit !== undefined) lineOf(hit.kill).lost += 1;
      faults.push(`${what} was lost`);
    }
    const ids = new Set(receipts.map(({ id }) => id));
    if (ids.size > 1) faults.push(`${what} came under ${ids.size} ids`);
    const told = run.messages.filter(({ id }) => ids.has(id));
    if (receipts.length > 0 && told.length !== 1) faults.push(`${what} has ${told.length} records`);
    for (const { recordedAs } of receipts)
      if (recordedAs !== undefined && recordedAs !== 'sending')
        faults.push(`${what} came while ${recordedAs}`);
    for (const [index, receipt] of receipts.slice(0, -1).entries()) {
      const kill = killOf.get(receipt.start);
      if (kill !== undefined) lineOf(kill).doubled += 1;
      if (kill !== undefined && ids.size === 1) lineOf(kill).sameId += 1;
      if (told[0]?.mayRepeat !== true) faults.push(`${what} came twice, and that is not told`);
      const process = run.killed[receipt.start - 1];
      if (process?.marked.has(receipt.id) !== false || receipts[index + 1]?.start === receipt.start)
        faults.push(`${what} came twice without a kill between sending and marking`);
    }
  }
  const header = ['killed', 'hit', 'missed', 'lost', 'doubled', 'same id'];
  const body = (Object.keys(NAMES) as Kill['at'][]).flatMap((at) => {
    const line = lines.get(at);
    if (line === undefined) return [];
    return [[NAMES[at], ...[line.kills, line.missed, line.lost, line.doubled, line.sameId].map(String)]];
  });
  const sums = [1, 2, 3, 4, 5].map((column) =>
    String(body.reduce((sum, line) => sum + Number(line[column]), 0)),
  );
  const text = [header, ...body, ['all', ...sums]]
    .map(([name = '', ...figures]) => name.padEnd(50) + figures.map((figure) => figure.padStart(9)).join(''))
    .join('\n');
  return { text: `${text}\n${run.receipts.length} messages received, ${expected.length} expected`, faults };
}
