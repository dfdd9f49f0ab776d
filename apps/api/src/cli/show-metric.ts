import {
  isNotMeasured,
  parseMetricAnswer,
  type FigureDeclaration,
  type MetricDeclaration,
  type MetricRow,
} from '@hearback/domain/metrics';
import type { BehindPage, BehindRow } from '../metrics/behind/list-behind.query.js';
import { formatFigure, formatInstant, formatSeconds, printable, table } from './format.js';
import { noteSimulated } from './note-simulated.js';
import type { Service } from './service.js';
import { ownValue } from '../platform/own-value.js';

type Options = Readonly<Record<string, string | readonly string[]>>;

const COUNTS = ['n', 'waiting', 'ended', 'inferred', 'assumed'] as const;

/** Prints one metric as a table of its groups, or without a name what there is. */
export async function showMetric(
  service: Service,
  name: string | undefined,
  options: Options,
  json: boolean,
): Promise<void> {
  const catalogue = await service.get<{ metrics: readonly MetricDeclaration[] }>('/api/v1/metrics');
  if (name === undefined) {
    const rows = catalogue.metrics.map((metric) => [metric.name, metric.title, metric.definition]);
    console.log(
      json
        ? JSON.stringify(catalogue)
        : rows.map(([id, title, text]) => `${id} (${title})\n  ${text}`).join('\n'),
    );
    return;
  }
  const path = `/api/v1/metrics/${encodeURIComponent(name)}`;
  const answer = parseMetricAnswer(await service.get(path, options));
  await noteSimulated(service);
  if (json) {
    console.log(JSON.stringify(answer));
    return;
  }
  if (answer.note !== undefined) console.error(answer.note);
  if (answer.rows.length === 0) {
    console.error(`No data as of ${answer.asOf} for this filter.`);
    return;
  }
  const declared = catalogue.metrics.find((metric) => metric.name === name);
  const columns = columnsOf(answer.filter.by ?? [], declared);
  const rows = answer.rows.map((row) =>
    columns.map((column) => formatFigure(ownValue(row, column.name), column.shape, answer.clock)),
  );
  console.log(
    table(
      columns.map((column) => column.name),
      rows,
    ),
  );
  for (const reason of reasonsIn(answer.rows)) console.error(printable(reason));
  console.error(`${answer.metric}, version ${answer.version}, ${answer.clock} clock, as of ${answer.asOf}`);
}

/** Why figures are not measured, each sentence once. */
export function reasonsIn(rows: readonly MetricRow[]): string[] {
  const figures = rows.flatMap((row): unknown[] => Object.values(row));
  return [...new Set(figures.filter(isNotMeasured).map(({ reason }) => `not measured: ${reason}`))];
}

type Column = Pick<FigureDeclaration, 'name' | 'shape'>;

function columnsOf(by: readonly string[], declared: MetricDeclaration | undefined): Column[] {
  const groups = [...by, ...(declared?.perObligation === true ? ['obligation'] : [])];
  return [
    ...groups.map((name): Column => ({ name, shape: 'text' })),
    ...(declared?.figures ?? []),
    ...COUNTS.map((name): Column => ({ name, shape: 'count' })),
  ];
}

/** Prints what is behind a figure: the first rows, oldest first, and how many there are. */
export async function showBehind(
  service: Service,
  name: string,
  options: Options,
  json: boolean,
): Promise<void> {
  const page = await service.get<BehindPage>(
    `/api/v1/metrics/${encodeURIComponent(name)}/obligations`,
    options,
  );
  await noteSimulated(service);
  if (json) {
    console.log(JSON.stringify(page));
    return;
  }
  const obligations = page.rows.filter((row) => 'obligationId' in row);
  const touchpoints = page.rows.filter((row) => 'touchpointId' in row);
  if (obligations.length > 0) console.log(table(...obligationTable(obligations)));
  if (touchpoints.length > 0) console.log(table(...touchpointTable(touchpoints)));
  const withheld = page.withheld === undefined ? '' : `; values withheld: too few (${page.withheld.n})`;
  console.error(
    `${page.rows.length} of ${page.total} behind ${page.metric}, as of ${page.asOf}${withheld}` +
      (page.next === undefined ? '' : '; all of them: --limit, or format=csv over HTTP'),
  );
}

type Table = Parameters<typeof table>;
type Listed<Key extends string> = Extract<BehindRow, Readonly<Record<Key, unknown>>>;

function obligationTable(rows: readonly Listed<'obligationId'>[]): Table {
  const isScored = rows.some(({ cost }) => cost !== undefined);
  const head = [
    'counted',
    'kind',
    'application',
    'interview',
    'team',
    'stage',
    'from',
    'due',
    'state',
    'elapsed',
    'working time',
  ];
  const days = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(2));
  return [
    [...head, ...(isScored ? ['cost (days)'] : []), ''],
    rows.map((row) => [
      row.counted,
      row.kind,
      printable(row.applicationId),
      printable(row.interviewId ?? '-'),
      printable(row.team),
      printable(row.stage),
      formatInstant(row.startedAt),
      row.dueAt === null ? '-' : formatInstant(row.dueAt),
      row.outcome ?? row.state,
      formatSeconds(row.elapsedSeconds),
      formatSeconds(row.businessSeconds, 'business'),
      ...(isScored ? [days(row.cost)] : []),
      row.flags.join(' '),
    ]),
  ];
}

function touchpointTable(rows: readonly Listed<'touchpointId'>[]): Table {
  const values = [
    'words',
    'hasExamples',
    'hasNextSteps',
    'nps',
    'specific',
    'constructive',
    'respectful',
    'timely',
  ] as const;
  const present = values.filter((name) => rows.some((row) => row[name] !== null));
  return [
    ['counted', 'kind', 'application', 'interview', 'team', 'stage', 'at', ...present],
    rows.map((row) => [
      row.counted,
      row.kind,
      printable(row.applicationId),
      printable(row.interviewId ?? '-'),
      printable(row.team),
      printable(row.stage),
      formatInstant(row.at),
      ...present.map((name) => String(row[name] ?? '-')),
    ]),
  ];
}
