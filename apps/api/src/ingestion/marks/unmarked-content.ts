import { createHash } from 'node:crypto';
import { contentOf, type HearbackEvent } from '@hearback/domain';

/** SHA-256 (hex) of what an event says, whatever its candidates are called: in the store they bear pseudonyms. */
export function unmarkedContent(event: HearbackEvent): string {
  return createHash('sha256')
    .update(JSON.stringify([event.source, event.id, contentOf(event)]))
    .digest('hex');
}
