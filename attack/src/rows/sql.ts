import { readdirSync, statSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { AttackRow } from '../row.js';
import type { Service } from '../service.js';
import { pause, until } from '../waiting.js';

const LEAVES_AFTER_MS = 1_500;
const MIB = 2 ** 20;

/** Asks, and leaves after the time. @returns the status; 0 where no answer had come by then */
async function ask(
  service: Service,
  sql: string,
  withinMs = LEAVES_AFTER_MS,
  format = 'CSV',
): Promise<number> {
  try {
    const answer = await fetch(`${service.url}/api/v1/sql?format=${format}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: sql,
      signal: AbortSignal.timeout(withinMs),
    });
    await answer.text();
    return answer.status;
  } catch {
    return 0;
  }
}

const isAnswered = (service: Service): Promise<true> =>
  until(
    'questions to be answered again',
    async () => (await ask(service, 'SELECT 1')) === 200 || undefined,
    60_000,
  );

const COSTLY = [
  "SELECT sum(editDistance(repeat('a',60000),repeat('b',60000-number%10))) FROM numbers(400)",
  "SELECT sum(levenshteinDistance(repeat('a',60000),repeat('b',60000-number%10))) FROM numbers(400)",
  "SELECT max(jaroSimilarity(repeat('a',60000),repeat('b',60000-number%10))) FROM numbers(400)",
  'SELECT length(arrayFilter(x -> has(range(1000000), x + 1000000), range(1000000)))',
  "SELECT sum(positionCaseInsensitive(repeat('a',1000000),repeat('a',100000))) FROM numbers(400)",
  "SELECT count() FROM numbers(400) WHERE repeat('ab',30000) ILIKE repeat('%a',30000)",
  "SELECT count(replaceRegexpAll(repeat('ab',30000),repeat('ba',30000-number%10),'a')) FROM numbers(400)",
  'SELECT arrayFold((acc, x) -> arrayPushBack(acc, x), range(1000000), [0])',
];

const LONG = [
  'SELECT max(sipHash64(number)) FROM numbers(1000000000000)',
  'SELECT uniqExact(number) FROM numbers(1000000000000)',
  'SELECT count() FROM numbers(1000000) AS a, numbers(1000000) AS b WHERE a.number % 7 = b.number % 11',
  `SELECT ${Array.from({ length: 150 }, () => `${'1 IN (SELECT '.repeat(15)}1${')'.repeat(15)}`).join(' + ')}`,
  `SELECT length(${Array.from({ length: 60 }, (_, n) => `arraySort(x -> cityHash64(x, ${n}), `).join('')}groupArray(number)${')'.repeat(60)}) FROM numbers(5000000)`,
  `WITH t0 AS (SELECT 1 AS x)${Array.from({ length: 15 }, (_, n) => `, t${n + 1} AS (SELECT a.x FROM t${n} AS a, t${n} AS b)`).join('')} SELECT * FROM t15`,
];

function spooled(service: Service): number {
  const directory = join(service.directory, 'clickhouse', 'http-spool');
  return readdirSync(directory).reduce(
    (sum, name) => sum + (statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

const NAME = 'x'.repeat(250);
const WIDE = `SELECT ${Array.from({ length: 200 }, (_, n) => `1 AS ${NAME}${n}`).join()} FROM numbers(1000000)`;
const RECURSIVE = `WITH RECURSIVE t AS (SELECT 1 AS ${'x'.repeat(50_000)} UNION ALL SELECT 1 FROM t) SELECT * FROM t AS a, t AS b, t AS c`;

export const sqlRows: readonly AttackRow[] = [
  {
    name: 'sql: costly calls',
    attack: 'Questions whose one call of a function would run for minutes',
    defence: 'each is refused at once; questions of others are answered',
    async run(context) {
      const { service } = context;
      const harm: string[] = [];
      const attempts = context.times(16, 64);
      for (let n = 0; n < attempts; n += 1) {
        const sql = COSTLY[n % COSTLY.length] ?? '';
        const status = await ask(service, sql, 10_000);
        if (status !== 403) harm.push(`${sql.slice(0, 80)} was answered with ${status}.`);
      }
      if ((await ask(service, 'SELECT count() FROM interviews', 5_000)) !== 200)
        harm.push('No question was answered afterwards.');
      return { attempts, harm };
    },
  },
  {
    name: 'sql: long questions',
    attack: 'Questions without end, sixteen at a time, each abandoned after 1.5 s',
    defence: 'the engine runs two at a time, ends them, and answers others again',
    async run(context) {
      const { service } = context;
      const rounds = context.times(2, 8);
      for (let round = 0; round < rounds; round += 1)
        await Promise.all(
          Array.from({ length: 16 }, (_, n) => ask(service, LONG[(n + round) % LONG.length] ?? '')),
        );
      const from = Date.now();
      await isAnswered(service);
      return { attempts: rounds * 16, harm: [], notes: `answered again after ${Date.now() - from} ms` };
    },
  },
  {
    name: 'sql: answers that fill the disk',
    attack: 'Answers of gigabytes by long names, wide rows and recursion, four at a time',
    defence: 'none takes more than 512 MiB of disk, and none is left',
    async run(context) {
      const { service } = context;
      const rounds = context.times(1, 4);
      let most = 0;
      let isOver = false;
      const watching = (async () => {
        while (!isOver) {
          most = Math.max(most, spooled(service));
          await pause(50);
        }
      })();
      const statuses = new Set<number>();
      for (let round = 0; round < rounds; round += 1)
        for (const status of await Promise.all(
          [WIDE, RECURSIVE, WIDE, RECURSIVE].map((sql) => ask(service, sql, 40_000, 'JSONEachRow')),
        ))
          statuses.add(status);
      await isAnswered(service);
      isOver = true;
      await watching;
      const harm: string[] = [];
      if (statuses.has(200)) harm.push('One was answered.');
      if (most > 1_200 * MIB) harm.push(`Answers took ${Math.round(most / MIB)} MiB.`);
      // The bystander's answers are spooled as well, for a moment.
      await until('its files to be gone', () => spooled(service) === 0).catch(() =>
        harm.push('Files were left.'),
      );
      return { attempts: rounds * 4, harm, notes: `at most ${Math.round(most / MIB)} MiB` };
    },
  },
  {
    name: 'sql: answers that nobody reads',
    attack: 'Large answers that are asked for and not read',
    defence: 'each is given up, and its place is free, within 20 s',
    async run({ service }) {
      const asked = await Promise.all([unread(service), unread(service)]);
      const from = Date.now();
      const meanwhile = await ask(service, 'SELECT 1');
      await isAnswered(service);
      const took = Date.now() - from;
      for (const answer of asked) answer.destroy();
      return {
        attempts: 2,
        harm: [
          ...(meanwhile === 429 ? [] : [`A third question was answered with ${meanwhile} at once.`]),
          ...(took > 20_000 ? [`Questions were answered again after ${took} ms.`] : []),
        ],
        notes: `answered again after ${took} ms`,
      };
    },
  },
];

/** The head of a large answer whose body nobody reads. */
function unread(service: Service): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { 'content-type': 'text/plain' } };
    const asking = request(`${service.url}/api/v1/sql`, options, (answer) => {
      answer.on('error', () => undefined);
      if (answer.statusCode === 200) resolve(answer);
      else reject(new Error(`The question was answered with ${answer.statusCode}.`));
    });
    asking.once('error', reject);
    asking.end('SELECT number, toString(sipHash64(number)) AS a, concat(a, a, a) AS b FROM numbers(999999)');
  });
}
