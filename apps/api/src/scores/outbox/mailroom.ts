import type { Week } from '@hearback/domain';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ENVIRONMENT, type Environment } from '../../platform/environment.js';
import { ORGANISATION, type Organisation, type Recipients } from '../../platform/organisation.js';
import { digestContent, scoreContent } from '../messages/compose.js';
import { PublishedScores, type PublishedScore } from '../publishing/published-scores.js';
import { CHANNELS, newMessage, type About, type Channel, type Content, type Message } from './message.js';
import { Outbox } from './outbox.js';
import { ownValue } from '../../platform/own-value.js';

/** Puts what was published into the outbox: one message for each who is to get it, once. */
@Injectable()
export class Mailroom {
  constructor(
    private readonly outbox: Outbox,
    private readonly publications: PublishedScores,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Queues the messages of a week that are not queued yet: about each team that this instance published, and the
   * digest where it was the first to publish. The instance whose publication stands is the one that delivers it.
   * @returns the messages that are new
   */
  async queueWeek(week: Week): Promise<readonly Message[]> {
    const published = await this.publications.ofWeek(week);
    const queued: Message[] = [];
    for (const publication of published) {
      if (publication.data.publisher !== this.outbox.instance) continue;
      queued.push(...(await this.#queueTeam(week, publication)));
    }
    if (firstOf(published)?.data.publisher === this.outbox.instance)
      queued.push(...(await this.#queueDigest(week, published)));
    return queued;
  }

  async #queueTeam(week: Week, publication: PublishedScore): Promise<readonly Message[]> {
    const { teamId: team } = publication.data;
    // Ids come from events: `constructor` is no team, unless the file says so.
    const recipients = ownValue(this.organisation.teams, team)?.recipients;
    const contentOf = (channel: Channel): Content =>
      scoreContent(channel, publication, this.environment.publicUrl);
    const to = this.#maySend([publication]) ? recipients : undefined;
    return this.#queue(`score ${week} ${team}`, { kind: 'score', team }, week, to, contentOf);
  }

  async #queueDigest(week: Week, published: readonly PublishedScore[]): Promise<readonly Message[]> {
    const told = this.organisation.scores.simulated
      ? published
      : published.filter(({ data }) => data.simulated !== true);
    const contentOf = (channel: Channel): Content =>
      digestContent(channel, week, told, this.environment.publicUrl);
    const to = told.length === 0 ? undefined : this.organisation.scores.digest;
    return this.#queue(`digest ${week}`, { kind: 'digest' }, week, to, contentOf);
  }

  async #queue(
    what: string,
    about: About,
    week: Week,
    recipients: Recipients | undefined,
    contentOf: (channel: Channel) => Content,
  ): Promise<readonly Message[]> {
    if (this.outbox.isQueued(what)) return [];
    const messages = CHANNELS.flatMap((channel) => {
      const receivers = [...new Set(recipients?.[channel] ?? [])];
      if (receivers.length === 0) return [];
      const content = contentOf(channel);
      return receivers.map((to) => ({
        message: newMessage(this.outbox.instance, about, week, channel, to, this.clock()),
        content,
      }));
    });
    await this.outbox.enqueue(what, messages);
    return messages.map(({ message }) => message);
  }

  /** Nothing leaves about simulated or sample data unless it is asked for. */
  #maySend(publications: readonly PublishedScore[]): boolean {
    return this.organisation.scores.simulated || publications.every(({ data }) => data.simulated !== true);
  }
}

/** The earliest: a team that is published later, with late data, must not bring another instance to send the digest. */
function firstOf(published: readonly PublishedScore[]): PublishedScore | undefined {
  return [...published].sort((a, b) => Date.parse(a.publishedAt) - Date.parse(b.publishedAt))[0];
}
