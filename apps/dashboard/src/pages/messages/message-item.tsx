import { useState } from 'react';
import { Link } from 'react-router';
import { type Message } from '../../api/messages.js';
import { type Names } from '../../api/use-names.js';
import { ConfirmedButton } from '../../elements/confirmed-button.js';
import { Instant } from '../../elements/instant.js';
import { weekName } from '../../format/instant.js';
import { plural } from '../../format/number.js';
import { MessageStatus } from '../sections/message/message-status.js';
import { SentMessage } from '../sections/message/sent-message.js';
import { CHANNEL_NAMES, OUTCOME_WORDS } from '../sections/message/words.js';
import { type SendAgain } from './use-send-again.js';

interface MessageItemProps {
  readonly message: Message;
  readonly names: Names;
  readonly zone: string;
  readonly again: SendAgain;
}

/** One message: to whom about what, what became of it, each attempt, and itself. */
export function MessageItem({ message, names, zone, again }: MessageItemProps) {
  const { about, week, channel, to, status, attempts, history } = message;
  const [isOpen, setOpen] = useState(false);
  const last = history.at(-1);
  const question =
    status === 'sent'
      ? `It was sent already. Send it to ${to} once more?`
      : `Send it to ${to} again, as it is?`;
  return (
    <li className="message-item" data-testid="message-item" data-status={status} data-to={to}>
      <div className="message-head">
        <h3>
          {about.kind === 'digest' ? (
            'All teams'
          ) : (
            <Link
              to={{ pathname: `/teams/${encodeURIComponent(about.team)}`, search: `?week=${week}` }}
              dir="auto"
            >
              {names.team(about.team)}
            </Link>
          )}
          , {weekName(week).toLowerCase()}
        </h3>
        <MessageStatus message={message} zone={zone} />
      </div>
      <p className="message-to">
        {CHANNEL_NAMES[channel]} to <strong dir="auto">{to}</strong> · {plural(attempts, 'attempt')}
        {last !== undefined && (
          <>
            {' · last answer: '}
            <q className="message-answer">{last.detail}</q>
          </>
        )}
      </p>
      <div className="message-actions">
        {status !== 'sending' && (
          <ConfirmedButton
            label="Send again"
            name={`Send again to ${to}`}
            question={question}
            onConfirm={() => again.send({ message })}
            isPending={again.isPending}
            testId="send-again"
          />
        )}
        {history.length > 0 && <Attempts message={message} zone={zone} />}
        <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)} data-testid="message-open">
          <summary>The message</summary>
          {isOpen && <SentMessage message={message} />}
        </details>
      </div>
    </li>
  );
}

function Attempts({ message: { history, to }, zone }: Pick<MessageItemProps, 'message' | 'zone'>) {
  return (
    <details>
      <summary>Attempts</summary>
      <div className="table-scroll" role="region" aria-label={`Attempts to reach ${to}, table`} tabIndex={0}>
        <table className="attempts">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What came of it</th>
              <th scope="col">Answer</th>
            </tr>
          </thead>
          <tbody>
            {[...history].reverse().map(({ at, outcome, detail }, index) => (
              <tr key={index}>
                <td>
                  <Instant at={at} zone={zone} />
                </td>
                <td>{OUTCOME_WORDS[outcome]}</td>
                <td>{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
