import type { MetricFilter, MetricName, Withheld } from '@hearback/domain';
import { Query } from '@nestjs/cqrs';
import type { MetricRequest } from '../metric-request.js';
import type { ToldObligation } from './told-obligation.js';
import type { ToldTouchpoint } from './told-touchpoint.js';
import type { Position } from './cursor.js';

/** One page of what is behind a figure. */
export class ListBehind extends Query<BehindPage> {
  constructor(
    readonly name: MetricName,
    readonly request: MetricRequest,
    readonly limit: number,
    readonly after: Position | undefined,
    /** Only rows that enter the figure in one of these ways; `undefined`: all. */
    readonly counted?: readonly string[],
  ) {
    super();
  }
}

/** All that is behind a figure, row by row. */
export class StreamBehind extends Query<BehindStream> {
  constructor(
    readonly name: MetricName,
    readonly request: MetricRequest,
    readonly counted?: readonly string[],
  ) {
    super();
  }
}

/** What is behind a figure: obligations, or for figures about moments touchpoints. */
export interface BehindPage {
  readonly metric: string;
  readonly version: number;
  readonly asOf: string;
  /** Of the configuration (calendars, due times, horizons), which holds for every instant. */
  readonly configuration: string;
  readonly filter: MetricFilter;
  /** Of a score: the time that each of its figures is about. */
  readonly windows?: readonly ToldWindow[];
  /** Over all pages. */
  readonly total: number;
  /** Values of touchpoints are not told where so few applications are behind them. */
  readonly withheld?: Withheld;
  readonly rows: readonly BehindRow[];
  /** To be given back as `cursor` for the next page; absent on the last. */
  readonly next?: string;
}

export type BehindRow = (ToldObligation | ToldTouchpoint) & {
  /** How it enters the figures. */
  readonly counted: string;
  /** The groups that were asked for. */
  readonly day?: string;
  readonly week?: string;
  readonly month?: string;
  /** Of a score: the wait and what it costs, in business days of the team's calendar. */
  readonly days?: number;
  readonly cost?: number;
  /** The window that it is looked at in; `windowAsOf` is the instant from which. */
  readonly windowFrom?: string;
  readonly windowTo?: string;
  readonly windowAsOf?: string;
};

/** Instants, from inclusive, to exclusive. */
export interface ToldWindow {
  readonly week?: string;
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  /** Where the organisation's curve is from, that says what open waits go on to cost. */
  readonly yardstick: { readonly from: string; readonly to: string };
}

export interface BehindStream {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<BehindRow>;
}
