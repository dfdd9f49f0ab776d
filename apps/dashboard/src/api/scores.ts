import { type Withheld } from '@hearback/domain/metrics';
import { ApiError, getJson } from './get-json.js';
import { parseContent, type Channel, type Content } from './messages.js';

export type ScoreValue = number | Withheld;

/** A score with its interval, or why there is none. */
export interface ScoreFigures {
  readonly score: ScoreValue;
  readonly low: ScoreValue;
  readonly high: ScoreValue;
  readonly n: number;
  readonly applications: number;
}

/** What of a score of 100 a part has cost. */
interface CostPart {
  readonly n: number;
  readonly open: number;
  readonly points: number;
}

export interface StagePart extends CostPart {
  /** Empty: unknown. */
  readonly stage: string;
}

export interface CostlyInterview {
  readonly applicationId: string;
  readonly interviewId?: string;
  readonly stage: string;
  readonly state: 'met' | 'waiting' | 'ended';
  readonly startedAt: string;
  /** Business days waited by the end of the week. */
  readonly days: number;
  readonly points: number;
}

/** A team's week with its reasons; a publication never changes. */
export interface TeamTold extends ScoreFigures {
  readonly week: string;
  readonly minimumGroup?: number;
  /** The score of the week before, as it was known then. */
  readonly before?: number;
  /** The dearest first; none below the minimum group. */
  readonly stages?: readonly StagePart[];
  readonly otherStages?: CostPart & { readonly count: number };
  readonly costliest?: readonly CostlyInterview[];
  readonly simulated?: boolean;
  /** Sentences; empty where there is nothing to say. */
  readonly text: { readonly wentWell: string; readonly nextStep: string; readonly waiting: string };
}

export interface ScoreOfWeek {
  readonly team: string;
  readonly week: string;
  readonly published?: TeamTold & { readonly publishedAt: string };
  /** What is known by now, where it differs from what was published. */
  readonly revised?: ScoreFigures;
  /** Where nothing was published: as it is known now. */
  readonly unpublished?: TeamTold;
}

export interface PublishedWeek extends ScoreFigures {
  readonly week: string;
  readonly publishedAt: string;
  readonly before?: number;
  readonly revised?: ScoreFigures & { readonly at: string };
}

export interface ScoreHistory {
  readonly team: string;
  /** Published ones, the latest first. */
  readonly weeks: readonly PublishedWeek[];
}

function parseScoreOfWeek(body: unknown): ScoreOfWeek {
  const score = body as Partial<ScoreOfWeek> | null;
  if (typeof score?.week !== 'string') throw new Error('the week is missing');
  const told = score.published ?? score.unpublished;
  if (typeof told?.n !== 'number' || typeof told.text?.nextStep !== 'string')
    throw new Error('what is known of the week is missing');
  return score as ScoreOfWeek;
}

function parseHistory(body: unknown): ScoreHistory {
  const history = body as Partial<ScoreHistory> | null;
  if (!Array.isArray(history?.weeks)) throw new Error('the weeks are missing');
  return history as ScoreHistory;
}

export function scorePath(team: string, week?: string): string {
  return `/scores/${encodeURIComponent(team)}${week === undefined ? '' : `/${week}`}`;
}

/** `undefined`: there is nothing to say about this week. */
export async function fetchScoreOfWeek(path: string, signal?: AbortSignal): Promise<ScoreOfWeek | undefined> {
  return unlessUnknown(getJson(path, parseScoreOfWeek, signal));
}

export function fetchScoreHistory(path: string, signal?: AbortSignal): Promise<ScoreHistory> {
  return getJson(path, parseHistory, signal);
}

/** A message as it would leave. */
export interface ComposedMessage {
  readonly content: Content;
  /** Made of what is known now, since nothing is published yet. */
  readonly preview: boolean;
}

function parseComposed(body: unknown): ComposedMessage {
  const composed = body as Partial<ComposedMessage> | null;
  if (typeof composed?.preview !== 'boolean') throw new Error('whether it is a preview is missing');
  return { preview: composed.preview, content: parseContent(composed.content) };
}

/** @param team `undefined`: the digest of all teams */
export function composedPath(team: string | undefined, week: string, channel: Channel): string {
  const about = team === undefined ? `/digests/${week}` : scorePath(team, week);
  return `${about}/message?channel=${channel}`;
}

/** `undefined`: there would be no message. */
export async function fetchComposed(
  path: string,
  signal?: AbortSignal,
): Promise<ComposedMessage | undefined> {
  return unlessUnknown(getJson(path, parseComposed, signal));
}

/** Where "there is no such thing" is an answer, and no failure. */
async function unlessUnknown<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'unknown') return undefined;
    throw error;
  }
}
