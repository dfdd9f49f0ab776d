import { gzipSync } from 'node:zlib';
import type { AttackRow } from '../row.js';
import type { Service } from '../service.js';

interface Attack {
  readonly what: string;
  readonly body: string | Buffer;
  readonly isPacked?: boolean;
  readonly status: number;
}

function event(n: number, more: object = {}): Record<string, unknown> {
  const at = '2026-07-01T10:00:00Z';
  return {
    specversion: '1.0',
    id: `attack-${n}`,
    source: 'https://attack.example',
    type: 'hearback.interview.completed.v1',
    time: at,
    data: { applicationId: `attack-${n}`, interviewId: 'i', candidateId: `attack-${n}`, endedAt: at },
    ...more,
  };
}

const keys = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));
const batch = (count: number, make: (n: number) => unknown): string =>
  JSON.stringify(Array.from({ length: count }, (_, n) => make(n)));

function attacks(): readonly Attack[] {
  const wide = JSON.stringify(event(0, keys(100_000)));
  return [
    {
      what: 'gzip of 5.6 million {}',
      body: gzipSync(`[${'{},'.repeat(5_600_000)}{}]`),
      isPacked: true,
      status: 413,
    },
    { what: '14 events of 100,000 keys', body: `[${Array(14).fill(wide).join()}]`, status: 413 },
    { what: '9 events of 100,000 keys', body: `[${Array(9).fill(wide).join()}]`, status: 202 },
    {
      what: '10,000 levels',
      body: `[${JSON.stringify(event(1))},${'['.repeat(10_000)}${']'.repeat(10_000)}]`,
      status: 202,
    },
    { what: '10,000 events with nothing right', body: batch(10_000, () => keys(20)), status: 202 },
    { what: '10,000 events that are right', body: batch(10_000, (n) => event(n)), status: 202 },
  ];
}

async function send(service: Service, { body, isPacked = false }: Attack): Promise<number> {
  const answer = await fetch(`${service.url}/api/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents-batch+json',
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    },
    body,
  });
  await answer.text();
  return answer.status;
}

export const eventRows: readonly AttackRow[] = [
  {
    name: 'events: batches that take long',
    attack: 'Batches of millions of values, keys and levels, packed and not, all at once',
    defence: 'each is refused, or recorded in slices; no stretch is longer than 50 ms',
    async run(context) {
      const harm: string[] = [];
      const rounds = context.times(1, 8);
      const all = attacks();
      for (let round = 0; round < rounds; round += 1)
        await Promise.all(
          all.map(async (attack) => {
            const status = await send(context.service, attack).catch((error: unknown) => String(error));
            if (status !== attack.status) harm.push(`${attack.what}: answered with ${status}.`);
          }),
        );
      await context.service.settled();
      return { attempts: rounds * all.length, harm };
    },
  },
];
