import type { Content } from '../outbox/message.js';
import type { ScoreNews } from './score-news.js';
import {
  button,
  fallback,
  shortened,
  line,
  linesBlock,
  slackMessage,
  text,
  type SlackText,
} from './slack-blocks.js';

type ChatContent = Extract<Content, { channel: 'slack' | 'msTeams' | 'webhook' }>;

const MOST_STAGES = 5;

/** A team's week for a Slack channel. */
export function scoreSlack(news: ScoreNews): ChatContent {
  const lines: SlackText[][] = [
    ...(news.note === '' ? [] : [[text(news.note, { italic: true })]]),
    ...(news.wentWell === '' ? [] : [line('What went well', news.wentWell)]),
    news.isScored
      ? [text(`${news.score} of 100`, { bold: true }), text(` (${news.change})\n${news.basis}`)]
      : [text(news.basis)],
    line('One thing to do', news.nextStep),
    [text(news.waiting)],
  ];
  if (news.trend.filter(({ score }) => score !== undefined).length > 1)
    lines.push(line(`Last ${news.trend.length} weeks`, news.trendText));
  if (news.stages.length > 0) {
    const told = news.stages.slice(0, MOST_STAGES).map(({ stage, points }) => `${stage} ${points}`);
    lines.push(line('Points lost', told.join(', ')));
  }
  return {
    channel: 'slack',
    body: slackMessage(fallback(`${news.title}. ${news.nextStep}`), [
      {
        type: 'header',
        text: { type: 'plain_text', text: shortened(`Week ${news.week}: ${news.team}`), emoji: false },
      },
      linesBlock(lines),
      linesBlock([[text(news.explanation, { italic: true })]]),
      {
        type: 'actions',
        elements: [
          button('See who waits', news.links.waiting),
          button('The team', news.links.team),
          button('How it is computed', news.links.definition),
        ],
      },
    ]),
  };
}
