import { Injectable } from '@nestjs/common';
import { stringSet } from '../clickhouse/client.js';
import { Store } from '../clickhouse/store.js';
import {
  candidateTypes,
  contentHash,
  identityKey,
  identityOf,
  type EventIdentity,
} from '../ingestion/event-identity.js';
import type { KnownEvents } from '../ingestion/known-events.js';
import { fromEventRow, type StoredEvent } from './events/event-row.js';

/** What the store says to the door about events that it holds already. */
@Injectable()
export class StoredEvents implements KnownEvents {
  constructor(private readonly store: Store) {}

  async contentOf(identities: readonly EventIdentity[]): Promise<ReadonlyMap<string, string>> {
    if (identities.length === 0) return new Map();
    const keys = stringSet(new Set(identities.map(({ key }) => key)));
    const ids = stringSet(new Set(identities.map(({ id }) => id)));
    const rows = await this.store.rows<StoredEvent>(
      `SELECT subject, source, id, type, time, recorded_time, data FROM stored_events FINAL
       WHERE (application_id IN ${keys}
         OR (application_id = '' AND (subject IN ${keys} OR type IN ${stringSet(candidateTypes)}))) AND id IN ${ids}`,
    );
    return new Map(
      rows.map((row) => {
        const event = fromEventRow(row);
        return [identityKey(identityOf(event)), contentHash(event)];
      }),
    );
  }
}
