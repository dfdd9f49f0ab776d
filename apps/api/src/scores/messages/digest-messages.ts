import type { Content } from '../outbox/message.js';
import { csvLine } from '../../platform/csv.js';
import { cardMessage, rich, run } from './adaptive-card.js';
import type { DigestLine, DigestNews } from './digest-news.js';
import { html } from './html.js';
import { figures, heading, link, mailFrame, paragraph, quiet } from './mail-frame.js';
import { count, EXPLANATION } from './score-news.js';
import { button, fallback, shortened, line, linesBlock, slackMessage, text } from './slack-blocks.js';

/** In a chat, so many teams are named. */
const IN_CHAT = 10;
const HEAD = ['Team', 'Score', 'Change', 'Waiting', 'Overdue'];

export function digestMail(news: DigestNews): Content {
  const shown = news.teams.slice(0, news.shown);
  const rest = news.teams.length - shown.length;
  const further =
    rest === 0 ? '' : `${count(rest, 'further team')} ${rest === 1 ? 'is' : 'are'} in the attached file.`;
  const body = html`
    <p class="quiet" style="margin:0 0 4px;font-size:14px;line-height:20px;color:#5a626d;">
      Week ${news.week}
    </p>
    <h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:28px;color:#1d2126;">
      Feedback scores of all teams
    </h1>
    ${news.note === '' ? undefined : quiet(news.note)}
    ${news.wentWell === '' ? undefined : paragraph(html`<strong>What went well.</strong> ${news.wentWell}`)}
    ${paragraph(news.waiting)} ${heading('Teams, lowest score first')}
    ${figures(
      HEAD,
      shown.map((team) => [link(team.link, team.team), team.score, team.change, team.waiting, team.overdue]),
    )}
    <p style="margin:12px 0;">${further} ${link(news.links.overview, 'The dashboard')}</p>
    ${heading('How the score is computed')}
    ${quiet(html`${EXPLANATION} ${link(news.links.definition, 'The definition in full')}.`)}
  `;
  const lines = [
    `${news.title}\n`,
    news.note,
    news.wentWell === '' ? '' : `What went well: ${news.wentWell}`,
    news.waiting,
    `\nTeams, lowest score first:`,
    ...shown.map((team) => `- ${told(team)}`),
    further,
    `\n${news.links.overview}`,
    `\n${EXPLANATION}\n${news.links.definition}`,
  ];
  return {
    channel: 'mail',
    subject: news.title,
    text: `${lines.filter((part) => part !== '').join('\n')}\n`,
    html: mailFrame(news.title, news.waiting, body),
    attachment: { name: `scores-${news.week}.csv`, type: 'text/csv', text: csvOf(news) },
  };
}

export function digestSlack(news: DigestNews): Content {
  return {
    channel: 'slack',
    body: slackMessage(fallback(news.title), [
      { type: 'header', text: { type: 'plain_text', text: shortened(news.title), emoji: false } },
      linesBlock([
        ...(news.note === '' ? [] : [[text(news.note, { italic: true })]]),
        ...(news.wentWell === '' ? [] : [line('What went well', news.wentWell)]),
        [text(news.waiting)],
        ...news.teams.slice(0, IN_CHAT).map((team) => [text(told(team))]),
        [text(furtherIn(news))],
      ]),
      { type: 'actions', elements: [button('The dashboard', news.links.overview)] },
    ]),
  };
}

export function digestCard(news: DigestNews): Content {
  const body = [
    rich(run(news.title, { weight: 'Bolder', size: 'Large' })),
    ...(news.note === '' ? [] : [rich(run(news.note, { isSubtle: true }))]),
    ...(news.wentWell === ''
      ? []
      : [rich(run('What went well: ', { weight: 'Bolder' }), run(news.wentWell))]),
    rich(run(news.waiting)),
    ...news.teams.slice(0, IN_CHAT).map((team) => rich(run(told(team)))),
    rich(run(furtherIn(news), { isSubtle: true })),
  ];
  return {
    channel: 'msTeams',
    body: cardMessage(body, [{ title: 'The dashboard', url: news.links.overview }], news.title),
  };
}

function furtherIn({ teams }: DigestNews): string {
  const rest = teams.length - IN_CHAT;
  return rest > 0 ? `and ${count(rest, 'further team')}` : 'These are all teams, lowest score first.';
}

function told({ team, score, change, waiting, overdue }: DigestLine): string {
  const by = change === '' ? '' : ` (${change})`;
  return `${team}: ${score}${by}, ${waiting} waiting, ${overdue} overdue`;
}

function csvOf({ teams }: DigestNews): string {
  const head = [
    'team_id',
    'team',
    'score',
    'low',
    'high',
    'n',
    'before',
    'waiting',
    'overdue',
    'beyond_promise',
    'link',
  ];
  const rows = teams.map(({ id, team, link: url, publication }) => {
    const { score, low, high, n, before, waiting } = publication;
    return [
      id,
      team,
      score,
      low,
      high,
      n,
      before,
      waiting?.count,
      waiting?.overdue,
      waiting?.beyondPromise,
      url,
    ];
  });
  return [head, ...rows].map(csvLine).join('');
}
