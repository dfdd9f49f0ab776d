import { type MessageList } from '../../api/messages.js';
import { type ExportedTable } from '../../export/export-menu.js';

/** Those that stand there. */
export function exportedMessages({ messages }: MessageList): ExportedTable {
  return {
    columns: [
      'Id',
      'Week',
      'Team',
      'By',
      'To',
      'Status',
      'Attempts',
      'Queued',
      'Last attempt',
      'Last answer',
    ],
    rows: messages.map(({ id, week, about, channel, to, status, attempts, queuedAt, history }) => [
      id,
      week,
      about.kind === 'score' ? about.team : '',
      channel,
      to,
      status,
      attempts,
      queuedAt,
      history.at(-1)?.at ?? '',
      history.at(-1)?.detail ?? '',
    ]),
  };
}
