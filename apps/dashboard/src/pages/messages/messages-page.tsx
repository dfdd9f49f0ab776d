import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type PageProps } from '../../app.js';
import { MOST_MESSAGES, type MessageList } from '../../api/messages.js';
import { type Organisation } from '../../api/organisation.js';
import { shownOf, type Fetched } from '../../api/use-fetched.js';
import { useNames } from '../../api/use-names.js';
import { useTroubles, type Troubles } from '../../api/use-troubles.js';
import { ConfirmedButton } from '../../elements/confirmed-button.js';
import { MoreButton } from '../../elements/more-button.js';
import { Section } from '../../elements/section.js';
import { useView } from '../../filters/view.js';
import { plural } from '../../format/number.js';
import { StaleBanner } from '../../live/freshness.js';
import { Banner } from '../../states/banner.js';
import { IgnoredParameters, NowBanner } from '../../states/banners.js';
import { SimulatedBanner } from '../../states/simulated-banner.js';
import { PublishByHand } from '../team/score/publish-by-hand.js';
import { lastWeekOf } from '../team/score/told.js';
import { DigestPreview } from './digest-preview.js';
import { exportedMessages } from './exported-messages.js';
import { MessageFilters } from './message-filters.js';
import { MessageItem } from './message-item.js';
import { messagesFilterOf } from './messages-in-address.js';
import { useMessages } from './use-messages.js';
import { useSendAgain, type SendAgain } from './use-send-again.js';

const PAGE = 50;

/** Every message about a score: to whom, what became of it, and those that nobody got first. */
export default function MessagesPage({ organisation, connection, stale }: PageProps) {
  const [params] = useSearchParams();
  const view = useView(organisation);
  const names = useNames();
  const { filter, ignored } = messagesFilterOf(params);
  const [limit, setLimit] = useState(PAGE);
  const again = useSendAgain();
  const troubles = useTroubles();
  const failed = useMessages(
    [
      { ...filter, status: 'refused' },
      { ...filter, status: 'given-up' },
    ],
    PAGE,
  );
  const all = useMessages([filter], limit);
  // Now and not as of an instant: what was sent is sent.
  const last = lastWeekOf({ asOf: Date.parse(organisation.now), organisation });
  const parts = shownOf([failed, all]);
  const list = { names, zone: organisation.timeZone, again };
  const isFailedShown =
    filter.status === undefined && failed.status === 'shown' && failed.value.messages.length > 0;
  return (
    <>
      <div className="page-title">
        <h1>Messages</h1>
      </div>
      <p className="lead">
        What teams were told about their weekly scores, by mail and chat, and what became of each message.
      </p>
      <MessageFilters filter={filter} names={names} last={last} />
      <IgnoredParameters ignored={ignored} />
      <NowBanner view={view} />
      <SimulatedBanner organisation={organisation} />
      <SimulatedNote organisation={organisation} />
      <StaleBanner
        connection={connection}
        zone={organisation.timeZone}
        reason={stale ?? parts.map((part) => part.stale?.message).find(Boolean)}
        fetchedAt={parts.length === 0 ? undefined : Math.min(...parts.map(({ fetchedAt }) => fetchedAt))}
      />
      <Outcome again={again} />
      {isFailedShown && (
        <Section
          title="Refused or given up"
          testId="failed-messages"
          part={failed}
          tools={<SendAll troubles={troubles} again={again} />}
        >
          {(value) => (
            <>
              <p className="basis">Nobody gets these unless they are sent again.</p>
              <Messages value={value} {...list} />
            </>
          )}
        </Section>
      )}
      <Section title="All messages" testId="messages" part={all} exported={exportedMessages}>
        {(value) =>
          value.total === 0 ? (
            <NoMessages
              organisation={organisation}
              isNarrowed={params.has('status') || params.has('week') || params.has('team')}
            />
          ) : (
            <>
              <Messages value={value} {...list} />
              <MoreButton
                pages={{
                  more:
                    value.messages.length < value.total && limit < MOST_MESSAGES
                      ? () => setLimit(Math.min(limit + PAGE, MOST_MESSAGES))
                      : undefined,
                  isLoadingMore: all.status === 'shown' && all.updating,
                }}
                shown={value.messages.length}
                total={value.total}
                what="messages"
              />
            </>
          )
        }
      </Section>
      <DigestPreview key={filter.week ?? last} week={filter.week ?? last} />
    </>
  );
}

interface MessagesProps {
  readonly value: MessageList;
  readonly names: ReturnType<typeof useNames>;
  readonly zone: string;
  readonly again: SendAgain;
}

function Messages({ value, ...list }: MessagesProps) {
  return (
    <ul className="message-list">
      {value.messages.map((message) => (
        <MessageItem key={message.id} message={message} {...list} />
      ))}
    </ul>
  );
}

interface NoMessagesProps {
  readonly organisation: Organisation;
  readonly isNarrowed: boolean;
}

function NoMessages({ organisation, isNarrowed }: NoMessagesProps) {
  if (isNarrowed) return <p className="muted">No message matches.</p>;
  return (
    <div className="state state-empty" data-testid="no-messages">
      <p>
        <strong>No message has been sent yet.</strong> The first ones go out when the first week is published,
        to the recipients that hearback.config.yaml names.
      </p>
      <PublishByHand organisation={organisation} />
    </div>
  );
}

function SimulatedNote({ organisation }: { readonly organisation: Organisation }) {
  const { simulatedData, sampleData, scores } = organisation;
  if (scores.simulated || (simulatedData === null && sampleData === null)) return null;
  return (
    <p className="basis" data-testid="simulated-note">
      Nothing is sent about simulated or sample data, unless it is asked for: with{' '}
      <code>{'scores: { simulated: true }'}</code> in hearback.config.yaml.
    </p>
  );
}

interface SendAllProps {
  readonly troubles: Fetched<Troubles>;
  readonly again: SendAgain;
}

/** Of all weeks and teams, whatever is chosen above: the question says how many. */
function SendAll({ troubles, again }: SendAllProps) {
  if (troubles.status !== 'shown') return null;
  const { refused, givenUp } = troubles.value;
  return (
    <>
      {[
        { all: 'refused' as const, count: refused, words: 'refused' },
        { all: 'given-up' as const, count: givenUp, words: 'given up' },
      ]
        .filter(({ count }) => count > 0)
        .map(({ all, count, words }) => (
          <ConfirmedButton
            key={all}
            label={`Send all ${words} again`}
            question={`Send ${plural(count, 'message')} again, of all weeks and teams?`}
            onConfirm={() => again.send({ all })}
            isPending={again.isPending}
            testId={`send-all-${all}`}
          />
        ))}
    </>
  );
}

/** What became of what was sent again. The item it was asked at may have moved to another list by then. */
function Outcome({ again: { outcome, error } }: { readonly again: SendAgain }) {
  const place = useRef<HTMLDivElement>(null);
  const isTold = outcome !== undefined || error !== undefined;
  useEffect(() => {
    if (isTold) place.current?.focus();
  }, [isTold]);
  return (
    <div ref={place} tabIndex={-1} role="status" className="send-outcome" data-testid="send-outcome">
      {error !== undefined && (
        <Banner kind="notice" testId="send-failed">
          <p>It could not be sent again: {error} It can be tried once more.</p>
        </Banner>
      )}
      {error === undefined && outcome !== undefined && (
        <Banner kind="sample" testId="sent-again">
          <p>
            <strong>Sent again.</strong> {outcome}
          </p>
        </Banner>
      )}
    </div>
  );
}
