import { fetchMessage, isUnderWay, messagePath, type Message } from '../../../api/messages.js';
import { composedPath, fetchComposed } from '../../../api/scores.js';
import { type Channel } from '../../../api/messages.js';
import { useFetched, type Fetched } from '../../../api/use-fetched.js';
import { MessageContent } from './message-content.js';
import { captionOf, CHANNEL_NAMES } from './words.js';

/** A message as its receiver got it, or is to get it. */
export function SentMessage({ message }: { readonly message: Message }) {
  const path = messagePath(message.id);
  const part = useFetched(
    [path],
    (signal) => fetchMessage(path, signal),
    true,
    (sent) => isUnderWay(sent.message),
  );
  return (
    <Shown part={part}>
      {({ content }) => (
        <>
          <p className="basis" data-testid="message-caption">
            {captionOf(message)}.
          </p>
          <MessageContent content={content} />
        </>
      )}
    </Shown>
  );
}

interface PreviewProps {
  /** `undefined`: the digest of all teams. */
  readonly team: string | undefined;
  readonly week: string;
  readonly channel: Channel;
}

/** What would be sent, where nothing was: in the same look, and called what it is. */
export function MessagePreview({ team, week, channel }: PreviewProps) {
  const path = composedPath(team, week, channel);
  const part = useFetched([path], (signal) => fetchComposed(path, signal));
  return (
    <Shown part={part}>
      {(composed) =>
        composed === undefined ? (
          <p className="muted" data-testid="no-message">
            There would be no message about this week: no interviews, and nobody waited.
          </p>
        ) : (
          <>
            <p className="basis" data-testid="message-caption">
              <span className="preview-mark">Preview</span>{' '}
              {composed.preview
                ? 'Nothing is published yet: made of what is known now, and sent to nobody.'
                : `The week is published, but nobody gets it by ${CHANNEL_NAMES[channel]}: this is what it would be.`}
            </p>
            <MessageContent content={composed.content} />
          </>
        )
      }
    </Shown>
  );
}

interface ShownProps<Value> {
  readonly part: Fetched<Value>;
  readonly children: (value: Value) => React.ReactNode;
}

function Shown<Value>({ part, children }: ShownProps<Value>) {
  if (part.status === 'failed')
    return (
      <p className="data-error" role="alert">
        The message cannot be shown: {part.error.message}
      </p>
    );
  if (part.status === 'loading')
    return <div className="skeleton message-skeleton" role="status" aria-label="Loading the message" />;
  return <div className={part.updating ? 'is-updating' : ''}>{children(part.value)}</div>;
}
