import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { startServing, type Serving } from '../testing/serving.js';
import { Meters } from './meters.js';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), 'utf8');

/** As far as Prometheus and Grafana insist on it, and no unknown key where a slip of the pen would be one. */
const duration = z.string().regex(/^(\d+(ms|[smhdwy]))+$/);
const rulesFile = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Hearback[A-Z]\w+$/),
          expr: z.string().min(1),
          for: duration.optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string().min(10), description: z.string().min(10) }),
        }),
      ),
    }),
  ),
});
const scrapeFile = z.strictObject({
  global: z.strictObject({
    scrape_interval: duration,
    scrape_timeout: duration,
    evaluation_interval: duration,
  }),
  rule_files: z.array(z.string()),
  scrape_configs: z.array(
    z.strictObject({
      job_name: z.string(),
      dns_sd_configs: z.array(
        z.strictObject({ names: z.array(z.string()), type: z.literal('A'), port: z.int() }),
      ),
    }),
  ),
});
const dashboardFile = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.int(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.enum(['row', 'timeseries', 'stat', 'table']),
      title: z.string(),
      gridPos: z.strictObject({ h: z.int(), w: z.int().max(24), x: z.int(), y: z.int() }),
      targets: z
        .array(z.object({ expr: z.string(), refId: z.string(), legendFormat: z.string() }))
        .optional(),
    }),
  ),
});

/** Of every metric of a process of all roles the names of its series and their labels. */
let known: Map<string, ReadonlySet<string>>;
let serving: Serving;
beforeAll(async () => {
  serving = await startServing({
    HEARBACK_KEYS_URL: 'http://127.0.0.1:9',
    HEARBACK_KEYS_TOKEN: 'a-token-of-16-or-more',
  });
  known = new Map([['up', new Set(['job', 'instance'])]]);
  for (const { name, labels, type } of await described()) {
    const target = ['job', 'instance'];
    known.set(name, new Set([...labels, ...target]));
    if (type !== 'histogram') continue;
    for (const part of ['sum', 'count']) known.set(`${name}_${part}`, new Set([...labels, ...target]));
    known.set(`${name}_bucket`, new Set([...labels, 'le', ...target]));
  }
});
afterAll(() => serving.close());

async function described(): Promise<{ name: string; labels: readonly string[]; type: string }[]> {
  const { registry } = serving.app.get(Meters);
  const metrics = await registry.getMetricsAsJSON();
  return metrics.map(({ name, type }) => {
    const metric = registry.getSingleMetric(name) as unknown as { labelNames?: readonly string[] };
    return { name, labels: metric.labelNames ?? [], type: String(type) };
  });
}

/** Which metrics and labels an expression names that don't exist. Knows as much of PromQL as these files use. */
function unknownIn(expr: string): string[] {
  const faults: string[] = [];
  if ((expr.match(/[([{]/g) ?? []).length !== (expr.match(/[)\]}]/g) ?? []).length)
    faults.push(`brackets: ${expr}`);
  const names = new Set<string>();
  for (const [, name = '', , matchers = ''] of expr.matchAll(
    /\b([a-z]\w*_\w+|up)\b(?!\s*\()(\{([^}]*)\})?/g,
  )) {
    if (name === 'histogram_quantile' || name.startsWith('__')) continue;
    const labels = known.get(name);
    names.add(name);
    if (labels === undefined) faults.push(`no metric ${name}`);
    for (const [, label = ''] of matchers.matchAll(/(\w+)\s*(?:=~|!=|!~|=)/g))
      if (labels?.has(label) !== true) faults.push(`${name} has no label ${label}`);
  }
  if (names.size === 0) faults.push(`no metric at all: ${expr}`);
  for (const [, list = ''] of expr.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g))
    for (const label of list
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''))
      if (![...names].some((name) => known.get(name)?.has(label)))
        faults.push(`nothing has a label ${label}: ${expr}`);
  return faults;
}

const alerts = () =>
  rulesFile.parse(parse(read('deploy/prometheus/hearback-alerts.yml'))).groups.flatMap(({ rules }) => rules);
const panels = () => dashboardFile.parse(JSON.parse(read('deploy/grafana/hearback.json'))).panels;

describe('deploy/', () => {
  it('given the alert rules, then they are well-formed, and every metric and label in them exists', () => {
    expect(alerts().length).toBeGreaterThan(10);
    expect(new Set(alerts().map(({ alert }) => alert)).size).toBe(alerts().length);
    expect(alerts().flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
  });

  it('given the dashboard, then every metric and label in it exists, and no two panels lie on each other', () => {
    const targets = panels().flatMap((panel) => panel.targets ?? []);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.flatMap(({ expr }) => unknownIn(expr.replaceAll('$__rate_interval', '5m')))).toEqual([]);
    const cells = panels().flatMap(({ gridPos: { h, w, x, y } }) =>
      Array.from({ length: h * w }, (_, cell) => `${x + (cell % w)}/${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels().map(({ id }) => id)).size).toBe(panels().length);
    for (const { legendFormat, expr } of targets)
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
        expect(label === 'instance' || new RegExp(`by \\([^)]*\\b${label}\\b`).test(expr)).toBe(true);
  });

  it('given every metric of Hearback, then the dashboard shows it and docs/operations.md says what it is', async () => {
    const own = (await described()).filter(({ name }) => name.startsWith('hearback_'));
    const shown = JSON.stringify(panels());
    const document = read('docs/operations.md');
    expect(own.filter(({ name }) => !shown.includes(name)).map(({ name }) => name)).toEqual([]);
    expect(own.filter(({ name }) => !document.includes(`\`${name}\``)).map(({ name }) => name)).toEqual([]);
    const told = [...document.matchAll(/`(hearback_\w+)`/g)].map(([, name = '']) => name);
    expect(told.filter((name) => !known.has(name))).toEqual([]);
  });

  it('given the scrape configuration, then it reads the rules and finds the services of docker-compose.yml', () => {
    const { scrape_configs: configs, rule_files: rules } = scrapeFile.parse(
      parse(read('deploy/prometheus/prometheus.yml')),
    );
    const compose = z
      .object({ services: z.record(z.string(), z.object({ volumes: z.array(z.string()).optional() })) })
      .parse(parse(read('docker-compose.yml')));
    const mounted = compose.services['prometheus']?.volumes?.map((volume) => volume.split(':')[1]) ?? [];
    for (const rule of rules) expect(mounted).toContain(rule);
    for (const name of configs.flatMap((config) => config.dns_sd_configs.flatMap(({ names }) => names)))
      expect(Object.keys(compose.services)).toContain(name);
    expect(configs[0]?.job_name).toBe('hearback');
  });

  it('given a slip of the pen in an expression, then this check finds it', () => {
    expect(unknownIn('sum(rate(hearback_events_recoded_total[5m]))')).toEqual([
      'no metric hearback_events_recoded_total',
    ]);
    expect(unknownIn('hearback_outbox_messages{state="queued"}')).toEqual([
      'hearback_outbox_messages has no label state',
    ]);
    expect(unknownIn('max by (part) (hearback_log_lag_records)')).toEqual([
      'nothing has a label part: max by (part) (hearback_log_lag_records)',
    ]);
    expect(unknownIn('sum(hearback_role')).toEqual(['brackets: sum(hearback_role']);
    expect(unknownIn('rate(hearback_projection_delay_seconds_bucket[5m])')).toEqual([]);
    expect(unknownIn('hearback_log_lag_records_bucket')).toEqual([
      'no metric hearback_log_lag_records_bucket',
    ]);
  });
});
