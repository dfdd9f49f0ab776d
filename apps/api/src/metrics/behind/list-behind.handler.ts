import {
  metricNamed,
  tooFew,
  type MetricDeclaration,
  type Grouping,
  type MetricName,
  type Withheld,
} from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../../clickhouse/store.js';
import { configurationVersion, ORGANISATION, type Organisation } from '../../platform/organisation.js';
import { toldFilter } from '../answer-head.js';
import type { MetricRequest } from '../metric-request.js';
import { behind } from '../registry.js';
import { encodeCursor } from './cursor.js';
import {
  ListBehind,
  StreamBehind,
  type BehindPage,
  type BehindRow,
  type BehindStream,
  type ToldWindow,
} from './list-behind.query.js';
import { columnsOf, isoOf, listedSql, positionOf, tellerOf, type StoredRow } from './listed-rows.js';
import { narrowed, type Listing } from './listing.js';

/** A listing with how many rows it has, and whether their values may be told. */
interface Counted extends Listing {
  readonly total: number;
  readonly withheld: Withheld | undefined;
}

interface Size {
  readonly total: number;
  readonly applications: number;
}

class BehindFigures {
  constructor(
    readonly store: Store,
    readonly organisation: Organisation,
  ) {}

  declared(name: MetricName): MetricDeclaration {
    const metric = metricNamed(name);
    if (metric === undefined) throw new Error(`no metric is called ${name}`);
    return metric;
  }

  async counted(
    name: MetricName,
    request: MetricRequest,
    wanted: readonly string[] | undefined,
  ): Promise<Counted[]> {
    const listings: Counted[] = [];
    for (const listing of behind[name](this.declared(name), request, this)) {
      const { total, applications } = await this.#sizeOf(listing);
      const needsMinimum = listing.needsMinimumGroup === true && total > 0;
      const withheld = needsMinimum ? tooFew(applications, this.organisation.minimumGroup) : undefined;
      const whole = { ...listing, total, withheld };
      if (wanted === undefined) listings.push(whole);
      else if (withheld === undefined) listings.push(await this.#narrowed(whole, wanted));
      // How many of them count in some way is withheld as well: all of them are told as withheld, or none.
      else if (wanted.includes('withheld')) listings.push(whole);
      else listings.push({ ...narrowed(whole, []), total: 0 });
    }
    return listings;
  }

  async #narrowed(listing: Counted, wanted: readonly string[]): Promise<Counted> {
    const part = narrowed(listing, wanted);
    return { ...part, total: (await this.#sizeOf(part)).total };
  }

  async #sizeOf({ chosen: { text, parameters } }: Listing): Promise<Size> {
    const [row] = await this.store.rows<Size>(
      `SELECT count() AS total, uniqExact(application_hash) AS applications FROM (${text})`,
      { ...parameters },
    );
    return row ?? { total: 0, applications: 0 };
  }
}

@QueryHandler(ListBehind)
export class ListBehindHandler implements IQueryHandler<ListBehind> {
  readonly #figures: BehindFigures;

  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {
    this.#figures = new BehindFigures(store, organisation);
  }

  async execute({ name, request, limit, after, counted }: ListBehind): Promise<BehindPage> {
    const { version } = this.#figures.declared(name);
    const listings = await this.#figures.counted(name, request, counted);
    const found: { readonly row: StoredRow; readonly listing: number }[] = [];
    const rows: BehindRow[] = [];
    for (const [index, listing] of listings.entries()) {
      if (index < (after?.listing ?? 0) || found.length > limit) continue;
      const start = index === after?.listing ? after : undefined;
      const { text, parameters } = listedSql(
        listing,
        request.by,
        this.organisation,
        start,
        limit + 1 - found.length,
      );
      const some = await this.store.rows<StoredRow>(text, { ...parameters });
      if (some.length === 0) continue;
      rows.push(...some.map(await tellerOf(listing, listing.withheld)));
      found.push(...some.map((row) => ({ row, listing: index })));
    }
    const last = found.length > limit ? found[limit - 1] : undefined;
    const windows = listings.flatMap(({ score }) => (score === undefined ? [] : [toWindow(score.window)]));
    const withheld = listings.find((listing) => listing.withheld !== undefined)?.withheld;
    return {
      metric: name,
      version,
      asOf: isoOf(request.asOf),
      configuration: configurationVersion(this.organisation),
      filter: toldFilter(request),
      ...(windows.length === 0 ? {} : { windows }),
      total: listings.reduce((sum, { total }) => sum + total, 0),
      ...(withheld === undefined ? {} : { withheld }),
      rows: rows.slice(0, limit),
      ...(last === undefined
        ? {}
        : { next: encodeCursor({ asOf: request.asOf, listing: last.listing, ...positionOf(last.row) }) }),
    };
  }
}

@QueryHandler(StreamBehind)
export class StreamBehindHandler implements IQueryHandler<StreamBehind> {
  readonly #figures: BehindFigures;

  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {
    this.#figures = new BehindFigures(store, organisation);
  }

  async execute({ name, request, counted }: StreamBehind): Promise<BehindStream> {
    const listings = await this.#figures.counted(name, request, counted);
    return { columns: columnsOf(listings, request.by), rows: this.#rowsOf(listings, request.by) };
  }

  async *#rowsOf(listings: readonly Counted[], by: readonly Grouping[]): AsyncGenerator<BehindRow> {
    for (const listing of listings) {
      if (listing.total === 0) continue;
      const { text, parameters } = listedSql(listing, by, this.organisation);
      const tell = await tellerOf(listing, listing.withheld);
      for await (const row of this.store.stream<StoredRow>(text, { ...parameters })) yield tell(row);
    }
  }
}

function toWindow({ week, from, to, asOf, yardstick }: NonNullable<Listing['score']>['window']): ToldWindow {
  return {
    ...(week === undefined ? {} : { week }),
    from: isoOf(from),
    to: isoOf(to),
    asOf: isoOf(asOf),
    yardstick: { from: isoOf(yardstick.from), to: isoOf(yardstick.to) },
  };
}
