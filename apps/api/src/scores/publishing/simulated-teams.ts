import type { Store } from '../../clickhouse/store.js';
import { SAMPLE } from '../../sample/sample.js';
import { SIMULATED_SOURCE_PREFIX } from '../../simulation/simulated-source.js';

/** Teams with an interview that simulated or sample events are about: nothing is sent about them unless asked for. */
export async function simulatedTeams(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store.rows<{ team_id: string }>(
    `SELECT DISTINCT team_id FROM interviews WHERE application_id IN (
       SELECT application_id FROM events
       WHERE application_id != '' AND (source = {sample:String} OR startsWith(source, {simulated:String})))`,
    { sample: SAMPLE.source, simulated: SIMULATED_SOURCE_PREFIX },
  );
  return new Set(rows.map(({ team_id: team }) => team));
}
