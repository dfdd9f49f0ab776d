import type { Channel, Content } from '../outbox/message.js';
import type { PublishedScore } from '../publishing/published-scores.js';
import { digestCard, digestMail, digestSlack } from './digest-messages.js';
import { digestNews } from './digest-news.js';
import { scoreCard } from './score-card.js';
import { scoreMail } from './score-mail.js';
import { scoreNews } from './score-news.js';
import { scoreSlack } from './score-slack.js';

/** What a channel is sent about a team's week: made of the publication alone. */
export function scoreContent(channel: Channel, publication: PublishedScore, publicUrl: string): Content {
  const news = scoreNews(publication, publication.data.teamId, publicUrl);
  switch (channel) {
    case 'mail':
      return scoreMail(news);
    case 'slack':
      return scoreSlack(news);
    case 'msTeams':
      return scoreCard(news);
    case 'webhook':
      return webhook('hearback.score.published', publication.publishedAt, {
        ...published(publication),
        text: { wentWell: news.wentWell, nextStep: news.nextStep, basis: news.basis },
        links: news.links,
      });
  }
}

/** What a channel is sent about all teams of a week. */
export function digestContent(
  channel: Channel,
  week: string,
  publications: readonly PublishedScore[],
  publicUrl: string,
): Content {
  const news = digestNews(week, publications, publicUrl);
  switch (channel) {
    case 'mail':
      return digestMail(news);
    case 'slack':
      return digestSlack(news);
    case 'msTeams':
      return digestCard(news);
    case 'webhook':
      return webhook('hearback.scores.digest', publications.at(-1)?.publishedAt ?? '', {
        week,
        teams: news.teams.map(({ publication }) => {
          const { teamId, teamName, score, low, high, n, applications, before, waiting } = publication;
          return { teamId, teamName, score, low, high, n, applications, before, waiting };
        }),
        links: news.links,
      });
  }
}

function published({ data }: PublishedScore): object {
  const { publisher: _publisher, ...told } = data;
  return told;
}

/** The payload of Standard Webhooks: what happened, when, and to what. */
function webhook(type: string, timestamp: string, data: object): Content {
  return { channel: 'webhook', body: JSON.stringify({ type, timestamp, data }) };
}
