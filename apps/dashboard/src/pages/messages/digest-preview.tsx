import { useState } from 'react';
import { fetchMessages, messagesPath, MOST_MESSAGES } from '../../api/messages.js';
import { useFetched } from '../../api/use-fetched.js';
import { formatWeek } from '../../format/instant.js';
import { MessagePreview, SentMessage } from '../sections/message/sent-message.js';

/** The message about all teams: as it was sent, or a preview where nobody got it. */
export function DigestPreview({ week }: { readonly week: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="message-text"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      data-testid="digest-preview"
    >
      <summary>The message about all teams: {formatWeek(week)}</summary>
      {isOpen && <Digest week={week} />}
    </details>
  );
}

function Digest({ week }: { readonly week: string }) {
  const path = messagesPath({ week, limit: MOST_MESSAGES });
  const part = useFetched([path], (signal) => fetchMessages(path, signal));
  if (part.status === 'loading') return <p className="muted">Loading…</p>;
  if (part.status === 'failed') return <p role="alert">It cannot be shown: {part.error.message}</p>;
  const sent = part.value.messages.find(
    ({ about, channel }) => about.kind === 'digest' && channel === 'mail',
  );
  return sent === undefined ? (
    <MessagePreview team={undefined} week={week} channel="mail" />
  ) : (
    <SentMessage message={sent} />
  );
}
