import { reservation } from '@hearback/domain';
import { judgeMessage, type JudgedMessage } from './judge-message.js';
import type { MessageToRecord } from './record-events.command.js';

/** A message from a client: what only Hearback itself may send is a rejection. */
export function judgeOfClient(message: MessageToRecord, recordedTime: string): JudgedMessage {
  const judged = judgeMessage(message, recordedTime);
  if (!('event' in judged.decoded)) return judged;
  const { event } = judged.decoded;
  const rejection = reservation(event);
  if (rejection === undefined) return judged;
  const { id, source, data } = event;
  const hints = { id, source, ...('applicationId' in data ? { applicationId: data.applicationId } : {}) };
  return { ...judged, decoded: { rejection }, hints };
}
