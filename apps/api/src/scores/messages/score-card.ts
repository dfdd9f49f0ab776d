import type { Content } from '../outbox/message.js';
import { cardMessage, rich, run } from './adaptive-card.js';
import type { ScoreNews } from './score-news.js';

type ChatContent = Extract<Content, { channel: 'slack' | 'msTeams' | 'webhook' }>;

const MOST_STAGES = 5;

/** A team's week for a channel of Microsoft Teams. */
export function scoreCard(news: ScoreNews): ChatContent {
  const told = news.stages.slice(0, MOST_STAGES).map(({ stage, points }) => `${stage} ${points}`);
  const titled = (title: string, content: string) =>
    rich(run(`${title}: `, { weight: 'Bolder' }), run(content));
  const body = [
    ...(news.note === '' ? [] : [rich(run(news.note, { isSubtle: true }))]),
    rich(run(`${news.team}, week ${news.week}`, { weight: 'Bolder', size: 'Large' })),
    ...(news.wentWell === '' ? [] : [titled('What went well', news.wentWell)]),
    news.isScored
      ? rich(run(news.score, { weight: 'Bolder', size: 'ExtraLarge' }), run(` of 100 (${news.change})`))
      : rich(run(news.basis)),
    ...(news.isScored ? [rich(run(news.basis, { isSubtle: true }))] : []),
    titled('One thing to do', news.nextStep),
    rich(run(news.waiting)),
    ...(news.trend.filter(({ score }) => score !== undefined).length > 1
      ? [titled(`Last ${news.trend.length} weeks`, news.trendText)]
      : []),
    ...(told.length === 0 ? [] : [titled('Points lost', told.join(', '))]),
    rich(run(news.explanation, { isSubtle: true })),
  ];
  return {
    channel: 'msTeams',
    body: cardMessage(
      body,
      [
        { title: 'See who waits', url: news.links.waiting },
        { title: 'The team', url: news.links.team },
        { title: 'How it is computed', url: news.links.definition },
      ],
      news.title,
    ),
  };
}
