import type { AttackRow } from '../row.js';
import type { Service } from '../service.js';
import { until } from '../waiting.js';

/** None of these may take longer; each took from 7 s to for ever. */
const LIMIT_MS = 30_000;

const rule = (n: number, more: string, cell = '{A}'): string =>
  `  - { name: r${n}, event: application.closed, time: "{End}", ${more}data: { applicationId: "${cell}", outcome: hired } }`;
const mapping = (...rules: readonly string[]): string =>
  `source: urn:attack:export\nrules:\n${rules.join('\n')}\n`;
const range = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

const ROWS = 'A,End,Stage\na,2026-07-01T10:00:00Z,Onsite\n';
const STUFFED = `${'a'.repeat(40)}!`;

interface Import {
  readonly what: string;
  readonly mapping: string;
  readonly file: string;
  readonly statuses: readonly number[];
}

const IMPORTS: readonly Import[] = [
  {
    what: '^(a+)+$',
    mapping: mapping(rule(0, 'when: { A: { matches: "^(a+)+$" } }, ')),
    file: `A,End\n${`${STUFFED},x\n`.repeat(1_000)}`,
    statuses: [201],
  },
  {
    what: 'a mapping with 100,000 keys',
    mapping: `${mapping(rule(0, ''))}${range(100_000, (n) => `k${n}: 1\n`).join('')}`,
    file: ROWS,
    statuses: [400, 422],
  },
  {
    what: 'a column name of 900 KB',
    mapping: mapping(rule(0, '', '{Stag}')),
    file: `A,End,${'S'.repeat(900_000)}\na,2026-07-01T10:00:00Z,x\n`,
    statuses: [422],
  },
  {
    what: 'a template of 100,000 columns',
    mapping: mapping(rule(0, '', '{Stage}'.repeat(100_000))),
    file: ROWS,
    statuses: [400, 422],
  },
  {
    what: '1,000,000 columns',
    mapping: mapping(rule(0, '')),
    file: `A,End,${range(1_000_000, (n) => n.toString(36)).join()}\na,x\n`,
    statuses: [422],
  },
  {
    what: '7,800 rules',
    mapping: mapping(...range(7_800, (n) => rule(n, ''))),
    file: ROWS,
    statuses: [400, 422],
  },
];

async function send(service: Service, { mapping: yaml, file }: Import): Promise<number> {
  const form = new FormData();
  form.set('mapping', yaml);
  form.set('dryRun', 'true');
  form.set('file', new Blob([file]), 'rows.csv');
  const answer = await fetch(`${service.url}/api/v1/imports`, {
    method: 'POST',
    body: form,
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  await answer.text();
  return answer.status;
}

/** An import that takes the mapping's thread long, and whose upload does not end. */
function endlessImport(service: Service): Promise<unknown> {
  const rules = range(200, (n) => rule(n, `when: { A: { matches: "(x?){500}y${n}" } }, `));
  const line = `${'x'.repeat(60_000)},x\n`;
  const start = `--b\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n${mapping(...rules)}\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nA,End\n`;
  const body = new ReadableStream({
    start: (stream) => stream.enqueue(Buffer.from(start)),
    pull: (stream) => stream.enqueue(Buffer.from(line)),
  });
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const options = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
  return fetch(`${service.url}/api/v1/imports`, options).catch(() => undefined);
}

const isRunning = (service: Service): Promise<true> =>
  until('an import to run', async () => {
    const answer = await fetch(`${service.url}/api/v1/imports`);
    const { imports } = (await answer.json()) as { imports: { state: string }[] };
    return imports.some(({ state }) => state === 'running') || undefined;
  });

export const importRows: readonly AttackRow[] = [
  {
    name: 'imports: what takes long',
    attack: `Mappings and files that took minutes: ${IMPORTS.map(({ what }) => what).join('; ')}`,
    defence: 'each is refused with its place, or done; others are answered meanwhile',
    async run(context) {
      const harm: string[] = [];
      const rounds = context.times(1, 10);
      let slowest = 0;
      for (let round = 0; round < rounds; round += 1)
        await Promise.all(
          IMPORTS.map(async (given) => {
            const from = performance.now();
            const status = await send(context.service, given).catch((error: unknown) => String(error));
            slowest = Math.max(slowest, performance.now() - from);
            if (!given.statuses.includes(Number(status)))
              harm.push(`${given.what}: answered with ${status}.`);
          }),
        );
      return { attempts: rounds * IMPORTS.length, harm, notes: `slowest ${Math.round(slowest)} ms` };
    },
  },
  {
    name: 'imports: stop during one',
    attack: 'SIGTERM while an import without end keeps its thread busy',
    defence: 'the service ends within 15 s',
    async run(context) {
      const harm: string[] = [];
      const attempts = context.times(1, 3);
      let slowest = 0;
      for (let n = 0; n < attempts; n += 1) {
        const other = await context.start();
        const sending = endlessImport(other);
        await isRunning(other);
        const from = performance.now();
        await other.end();
        const code = await other.ended();
        slowest = Math.max(slowest, performance.now() - from);
        if (code !== 0) harm.push(`It ended with ${code}.`);
        await sending;
      }
      return { attempts, harm, notes: `slowest ${(slowest / 1_000).toFixed(1)} s` };
    },
  },
];
