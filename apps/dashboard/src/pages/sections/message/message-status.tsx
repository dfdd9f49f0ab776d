import { type Message } from '../../../api/messages.js';
import { Instant } from '../../../elements/instant.js';
import { STATUS_MARKS, statusOf } from './words.js';

interface MessageStatusProps {
  readonly message: Message;
  readonly zone: string;
}

/** What became of a message, and when. */
export function MessageStatus({ message, zone }: MessageStatusProps) {
  const { status, nextAt, attempts, history, mayRepeat } = message;
  const last = history.at(-1);
  return (
    <span className={`message-status message-${status}`}>
      <span aria-hidden="true">{STATUS_MARKS[status]}</span> <strong>{statusOf(message)}</strong>
      {status === 'queued' ? (
        attempts > 0 && (
          <>
            {' '}
            at <Instant at={nextAt} zone={zone} />
          </>
        )
      ) : (
        <>
          {last !== undefined && (
            <>
              {' '}
              · <Instant at={last.at} zone={zone} />
            </>
          )}
        </>
      )}
      {mayRepeat && <span className="flag">may arrive twice</span>}
    </span>
  );
}
