import { pause } from './waiting.js';

/** What the bystander saw during one row. */
export interface Sightings {
  readonly asked: number;
  /** Answers that are not those of a quiet service, an example each. */
  readonly wrong: readonly string[];
  /** Answers that came later than {@link SLOW_MS}. */
  readonly slow: number;
  /** 503 with a problem that says what to do. */
  readonly paused: number;
  /** From the first 503 to the first right answer after it, at most, in milliseconds. */
  readonly longestPauseMs: number;
  /** The slowest answer, in milliseconds. */
  readonly slowestMs: number;
}

const EVERY_MS = 1_000;
export const SLOW_MS = 2_000;
/** Later than any answer should be: it counts as wrong. */
const GIVE_UP_MS = 30_000;
const KEPT_EXAMPLES = 5;

/** What the dashboard's first page asks for, as of one instant, so that the right answers never change. */
function questions(asOf: string): readonly string[] {
  const metric = (name: string, by = ''): string =>
    `/api/v1/metrics/${name}?asOf=${encodeURIComponent(asOf)}${by === '' ? '' : `&by=${by}`}`;
  return [
    metric('waiting-now'),
    metric('time-to-response'),
    metric('response-rate'),
    metric('promise-kept-rate'),
    metric('health', 'team'),
    metric('time-to-response', 'team'),
    metric('waiting-now', 'team'),
  ];
}

/** Somebody who just looks at the first page while others attack: asks its questions once a second. */
export class Bystander {
  #url = '';
  /** By the address of a service: the right answer to each question. */
  readonly #right = new Map<string, ReadonlyMap<string, string>>();
  #seen = new Tally();
  #stopped = false;
  #running: Promise<void> | undefined;
  /** The round that was begun last, by the clock. */
  #lastRound: Promise<void> = Promise.resolve();

  constructor(private readonly asOf: string) {}

  /** Learns the right answers of a quiet service, and asks that one from now on. */
  async watch(url: string): Promise<void> {
    const right = new Map<string, string>();
    for (const path of questions(this.asOf)) {
      const answer = await fetch(url + path);
      const text = await answer.text();
      if (answer.status !== 200)
        throw new Error(`${path} answered ${answer.status} before any attack: ${text}`);
      right.set(path, text);
    }
    if (![...right.values()].some((text) => /"n":[1-9]/.test(text)))
      throw new Error('The bystander has nothing to look at: no figure counts anything.');
    this.#right.set(url, right);
    this.#url = url;
  }

  /** Asks a service again that it has watched before. */
  turnTo(url: string): void {
    this.#url = url;
  }

  /** Begins to ask, if it has not yet. */
  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** What was seen since the last call, once all answers are there, and after one more round of questions. */
  async take(): Promise<Sightings> {
    await this.#lastRound;
    await this.ask();
    const seen = this.#seen;
    this.#seen = new Tally();
    return seen.summary();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const begun = performance.now();
      this.#lastRound = this.ask();
      await this.#lastRound;
      await pause(Math.max(0, EVERY_MS - (performance.now() - begun)));
    }
  }

  /** Asks its questions once, now, and resolves with the answers. */
  async ask(): Promise<void> {
    const [url, seen] = [this.#url, this.#seen];
    const right = this.#right.get(url) ?? new Map<string, string>();
    await Promise.all([...right].map(([path, expected]) => ask(url, path, expected, seen)));
  }
}

async function ask(url: string, path: string, expected: string, seen: Tally): Promise<void> {
  const begun = performance.now();
  try {
    const answer = await fetch(url + path, { signal: AbortSignal.timeout(GIVE_UP_MS) });
    const text = await answer.text();
    const ms = performance.now() - begun;
    if (answer.status === 200 && text === expected) seen.right(ms);
    else if (answer.status === 503 && isStated(answer, text)) seen.pausedAt(begun);
    else seen.wrong(`${path}: ${answer.status} ${text.slice(0, 200)}`);
  } catch (error) {
    seen.wrong(`${path}: ${String(error)}`);
  }
}

/** Says what is wrong, in the form that programs read. */
function isStated(answer: Response, text: string): boolean {
  if (answer.headers.get('content-type')?.startsWith('application/problem+json') !== true) return false;
  const { detail } = JSON.parse(text) as { detail?: string };
  return typeof detail === 'string' && detail !== '';
}

class Tally {
  #asked = 0;
  #slow = 0;
  #paused = 0;
  #slowestMs = 0;
  #longestPauseMs = 0;
  #pausedSince: number | undefined;
  readonly #wrong: string[] = [];
  #wrongs = 0;

  right(ms: number): void {
    this.#asked += 1;
    if (ms > SLOW_MS) this.#slow += 1;
    this.#slowestMs = Math.max(this.#slowestMs, ms);
    this.#endPause();
  }

  wrong(example: string): void {
    this.#asked += 1;
    this.#wrongs += 1;
    if (this.#wrong.length < KEPT_EXAMPLES) this.#wrong.push(example);
  }

  pausedAt(since: number): void {
    this.#asked += 1;
    this.#paused += 1;
    this.#pausedSince ??= since;
  }

  summary(): Sightings {
    this.#endPause();
    const more = this.#wrongs - this.#wrong.length;
    return {
      asked: this.#asked,
      wrong: more > 0 ? [...this.#wrong, `and ${more} more`] : this.#wrong,
      slow: this.#slow,
      paused: this.#paused,
      longestPauseMs: this.#longestPauseMs,
      slowestMs: this.#slowestMs,
    };
  }

  #endPause(): void {
    if (this.#pausedSince === undefined) return;
    this.#longestPauseMs = Math.max(this.#longestPauseMs, performance.now() - this.#pausedSince);
    this.#pausedSince = undefined;
  }
}
