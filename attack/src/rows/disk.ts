/* eslint-disable @nx/enforce-module-boundaries -- compiled, since this runs in Node itself and not in a test runner */
import { SmallDisk } from '../../../chaos/dist/small-disk.js';
/* eslint-enable @nx/enforce-module-boundaries */
import type { AttackRow } from '../row.js';
import type { Service } from '../service.js';

const MIB = 2 ** 20;
const DISK_MIB = 512;
const SOURCE = 'https://disk.attack.example';
/** Below the reserve, below what events need, and nothing at all. */
const LEFT_BYTES = [25 * MIB, 10 * MIB, 0];
const EVENTS_PER_REQUEST = 200;
const REQUESTS = 5;

/** @returns how many of the events were acknowledged */
async function send(service: Service, round: number, asOf: string): Promise<number> {
  const endedAt = new Date(Date.parse(asOf) + 60_000).toISOString();
  let acknowledged = 0;
  for (let request = 0; request < REQUESTS; request += 1) {
    const events = Array.from({ length: EVENTS_PER_REQUEST }, (_, index) => {
      const id = `${round}-${request}-${index}`;
      const data = { applicationId: `disk-${id}`, interviewId: `disk-${id}`, endedAt };
      const type = 'hearback.interview.completed.v1';
      return { specversion: '1.0', id, source: SOURCE, type, time: endedAt, data };
    });
    const answer = await fetch(`${service.url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
    const text = await answer.text();
    if (answer.status === 202) acknowledged += (JSON.parse(text) as { recorded: number }).recorded;
    else if (answer.status !== 503) throw new Error(`Events were answered with ${answer.status}: ${text}`);
  }
  return acknowledged;
}

async function stored(service: Service): Promise<number> {
  const answer = await fetch(`${service.url}/api/v1/sql?format=TabSeparated`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: `SELECT count() FROM events WHERE source = '${SOURCE}'`,
  });
  return Number(await answer.text());
}

/** Bad luck rather than an attack, and the more dangerous for it: nobody is warned by a full disk but by what fails. */
export const diskRow: AttackRow = {
  name: 'a disk that runs full',
  attack: 'The disk is filled under load to various degrees, and freed again',
  defence: 'figures are right, or a 503 with the remedy; what was acknowledged is there afterwards',
  mayPause: true,
  async run(context) {
    const disk = await SmallDisk.make(DISK_MIB);
    context.afterwards(() => disk.dispose());
    const service = await context.start({
      directory: disk.data,
      through: disk.through,
      environment: { HEARBACK_RESERVE: '32MiB' },
    });
    await context.fillAndWatch(service);
    const rounds = context.times(2, 20);
    const harm: string[] = [];
    let acknowledged = 0;
    for (let round = 0; round < rounds; round += 1) {
      const sending = send(service, round, context.asOf);
      disk.fill(LEFT_BYTES[round % LEFT_BYTES.length] ?? 0);
      acknowledged += (await sending) + (await send(service, round + rounds, context.asOf));
      disk.free();
      await service.settled();
      const there = await stored(service);
      if (there !== acknowledged)
        harm.push(`After round ${round + 1} there are ${there} of ${acknowledged} acknowledged events.`);
    }
    return { attempts: rounds, harm, notes: `${acknowledged} events acknowledged` };
  },
};
