import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../../dist/projection/interleavings/main.js', import.meta.url));
const simulated = async (...options: readonly string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, [MAIN, ...options])).stdout;

// Seconds where nothing else runs, minutes where every core is wanted eight times.
it('given ten thousand schedules with faults of every kind, then the store is the fold of the log after each', async () => {
  const said = await simulated('--schedules', '10000', '--processes', '2');
  expect(said).toMatch(/^10000 schedules in \d+ s: no harm$/m);
}, 900_000);

it('given one seed by command, then its turns come out the same each time', async () => {
  const [first, second] = [await simulated('--seed', '3835'), await simulated('--seed', '3835')];
  expect(first.split('\n').length).toBeGreaterThan(20);
  expect(second).toBe(first);
});
