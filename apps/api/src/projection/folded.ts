import type { ClickHouseClient } from '@clickhouse/client';
import { isApplicationEvent, versionsOf, type HearbackEvent } from '@hearback/domain';
import { foldOptionsOf, type Organisation } from '../platform/organisation.js';
import type { Reckoning } from '../platform/reckoning.js';
import { mapInSlices } from '../platform/slices.js';
import { insertBatch } from './insert-batch.js';
import { toInterviewRows, type InterviewRow } from './interviews/interview-row.js';
import { toObligationRows, type ObligationRow } from './obligations/obligation-row.js';
import type { ApplicationRow } from './integrity/application-row.js';
import { possibleKeys } from './possible-keys.js';
import type { TableNames } from './tables.js';
import { toTouchpointRows, type TouchpointRow } from './touchpoints/touchpoint-row.js';

/** The rows that are folded from events. */
export interface Folded {
  readonly interviews: InterviewRow[];
  readonly obligations: ObligationRow[];
  readonly touchpoints: TouchpointRow[];
  readonly applications: ApplicationRow[];
}

/** @param streams the events of one application (or candidate, or team) each, in the order of the log */
export async function fold(
  streams: readonly (readonly HearbackEvent[])[],
  organisation: Organisation,
  reckoning: Reckoning,
): Promise<Folded> {
  const options = foldOptionsOf(organisation);
  const folded: Folded = { interviews: [], obligations: [], touchpoints: [], applications: [] };
  await mapInSlices(streams, (events) => {
    const own = events.filter(isApplicationEvent);
    const applicationId = own[0]?.data.applicationId;
    if (applicationId === undefined) return;
    const possible = possibleKeys(own);
    const { latest, obligations, touchpoints } = versionsOf(own, options);
    const of = [applicationId, own.length] as const;
    const rows = {
      interviews: toInterviewRows(...of, possible.interviews, latest),
      obligations: toObligationRows(...of, possible.obligations, obligations, reckoning),
      touchpoints: toTouchpointRows(...of, possible.touchpoints, touchpoints),
    };
    folded.interviews.push(...rows.interviews);
    folded.obligations.push(...rows.obligations);
    folded.touchpoints.push(...rows.touchpoints);
    folded.applications.push({
      application_id: applicationId,
      version: own.length,
      interviews: rows.interviews.length,
      obligations: rows.obligations.length,
      touchpoints: rows.touchpoints.length,
    });
  });
  return folded;
}

/** Side by side: each insert is complete in itself, and whoever stops here writes them all again. */
export async function insertFolded(
  clickHouse: ClickHouseClient,
  tables: TableNames,
  folded: Folded,
): Promise<void> {
  await Promise.all([
    insertBatch(clickHouse, tables.stored_interviews, folded.interviews),
    insertBatch(clickHouse, tables.stored_obligations, folded.obligations),
    insertBatch(clickHouse, tables.stored_touchpoints, folded.touchpoints),
    insertBatch(clickHouse, tables.stored_applications, folded.applications),
  ]);
}
