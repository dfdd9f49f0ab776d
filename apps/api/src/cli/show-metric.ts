import { parseMetricAnswer, type MetricDeclaration, type MetricRow } from '@hearback/domain/metrics';
import { formatFigure, table } from './format.js';
import { noteSimulated } from './note-simulated.js';
import type { Service } from './service.js';

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
  const answer = parseMetricAnswer(await service.get(path, parametersOf(options)));
  await noteSimulated(service);
  if (json) {
    console.log(JSON.stringify(answer));
    return;
  }
  if (answer.rows.length === 0) {
    console.error(`No data as of ${answer.asOf} for this filter.`);
    return;
  }
  const figures =
    catalogue.metrics.find((metric) => metric.name === name)?.figures.map((figure) => figure.name) ?? [];
  const groups = answer.filter.by ?? [];
  const columns = [...groups, ...figures, ...COUNTS];
  console.log(
    table(
      columns,
      answer.rows.map((row: MetricRow) => columns.map((column) => formatFigure(column, row[column]))),
    ),
  );
  console.error(`${answer.metric}, version ${answer.version}, ${answer.clock} clock, as of ${answer.asOf}`);
}

/** What commander calls the options, as the API calls them. */
export function parametersOf(options: Options): Record<string, string | readonly string[]> {
  return { ...options };
}
