import { useId, useState } from 'react';
import { Link } from 'react-router';
import {
  channels,
  fetchMessages,
  isUnderWay,
  messagesPath,
  type Channel,
  type Message,
} from '../../../api/messages.js';
import { type ScoreOfWeek } from '../../../api/scores.js';
import { useFetched, type Fetched } from '../../../api/use-fetched.js';
import { Section } from '../../../elements/section.js';
import { formatWeek } from '../../../format/instant.js';
import { MessagePreview, SentMessage } from '../../sections/message/sent-message.js';
import { MessageStatus } from '../../sections/message/message-status.js';
import { CHANNEL_NAMES } from '../../sections/message/words.js';
import { NothingSent } from '../../sections/message/nothing-sent.js';
import { type WeekProps } from './score-section.js';
import { seenUntil, toldOf } from './told.js';

interface ScoreMessageProps extends WeekProps {
  readonly detail: Fetched<ScoreOfWeek | undefined>;
}

/** What the team was told: to whom, by which way, what became of it, and the message itself. */
export function ScoreMessage({ detail, view, team, week }: ScoreMessageProps) {
  const path = messagesPath({ team, week });
  const part = useFetched(
    [path],
    (signal) => fetchMessages(path, signal),
    true,
    ({ messages }) => messages.some((message) => isUnderWay(message)),
  );
  const until = seenUntil(view);
  const value = detail.status === 'shown' ? detail.value : undefined;
  const told = toldOf(value, until);
  return (
    <Section title="The message" testId="message" part={part}>
      {({ messages }) => {
        if (detail.status === 'shown' && told === undefined)
          return <p className="muted">There is no score of this week, so there is no message.</p>;
        if (told?.standing === 'later')
          return (
            <p className="muted" data-testid="message-later">
              {formatWeek(week)}: nothing had been published or sent at the moment you look at.
            </p>
          );
        const sent = messages.filter(({ queuedAt }) => Date.parse(queuedAt) <= until);
        return (
          <>
            {sent.length > 0 ? (
              <Receivers messages={sent} view={view} team={team} week={week} />
            ) : (
              told !== undefined && (
                <NothingSent
                  organisation={view.organisation}
                  isPublished={told.standing === 'published'}
                  isSimulated={told.reasons?.simulated}
                />
              )
            )}
            {told?.standing === 'published' ? (
              <ByChannel key={`${team} ${week}`} messages={sent} team={team} week={week} />
            ) : (
              told !== undefined && <Preview key={`${team} ${week}`} team={team} week={week} />
            )}
          </>
        );
      }}
    </Section>
  );
}

function Receivers({ messages, view, team, week }: WeekProps & { readonly messages: readonly Message[] }) {
  return (
    <>
      <div className="table-scroll" role="region" aria-label="Who was told, table" tabIndex={0}>
        <table className="receivers">
          <thead>
            <tr>
              <th scope="col">To</th>
              <th scope="col">By</th>
              <th scope="col">What became of it</th>
              <th scope="col">Attempts</th>
              <th scope="col">Last answer</th>
            </tr>
          </thead>
          <tbody>
            {messages.map((message) => (
              <tr key={message.id} data-testid="receiver" data-status={message.status}>
                <th scope="row" dir="auto">
                  {message.to}
                </th>
                <td>{CHANNEL_NAMES[message.channel]}</td>
                <td>
                  <MessageStatus message={message} zone={view.organisation.timeZone} />
                </td>
                <td>{message.attempts}</td>
                <td className="receiver-answer">{message.history.at(-1)?.detail ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="basis">
        <Link to={{ pathname: '/messages', search: new URLSearchParams({ team, week }).toString() }}>
          Every attempt, and sending again
        </Link>
      </p>
    </>
  );
}

/** Only where it is asked for: it takes the service as long as all else of the page. */
function Preview({ team, week }: Pick<WeekProps, 'team' | 'week'>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="message-text"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      data-testid="message-preview"
    >
      <summary>Preview: the message as it would be by what is known now</summary>
      {isOpen && <ByChannel messages={[]} team={team} week={week} />}
    </details>
  );
}

interface ByChannelProps {
  readonly messages: readonly Message[];
  readonly team: string;
  readonly week: string;
}

/** All receivers of a channel get the same. */
function ByChannel({ messages, team, week }: ByChannelProps) {
  const group = useId();
  const of = (channel: Channel): Message | undefined => {
    const all = messages.filter((message) => message.channel === channel);
    return all.find(({ status }) => status === 'sent') ?? all[0];
  };
  const [channel, choose] = useState<Channel>(channels.find((each) => of(each) !== undefined) ?? 'mail');
  const message = of(channel);
  return (
    <>
      <fieldset className="message-channels">
        <legend className="visually-hidden">The message as it goes out by</legend>
        <div className="segments">
          {channels.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name={group}
                checked={each === channel}
                onChange={() => choose(each)}
                data-testid={`channel-${each}`}
              />
              {CHANNEL_NAMES[each]}
            </label>
          ))}
        </div>
      </fieldset>
      {message === undefined ? (
        <MessagePreview team={team} week={week} channel={channel} />
      ) : (
        <SentMessage message={message} />
      )}
    </>
  );
}
