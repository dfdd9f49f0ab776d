import type { Content } from '../outbox/message.js';
import { html, type Html } from './html.js';
import { figures, heading, link, mailFrame, name, paragraph, quiet, stepBox } from './mail-frame.js';
import { count, type ScoreNews } from './score-news.js';
import { PICTURE, trendPicture } from './trend-picture.js';

type MailContent = Extract<Content, { channel: 'mail' }>;

/** A team's week as a mail: what went well, the score, what to do, and then what it is made of. */
export function scoreMail(news: ScoreNews): MailContent {
  return {
    channel: 'mail',
    subject: news.title,
    text: textOf(news),
    html: mailFrame(news.title, news.wentWell === '' ? news.nextStep : news.wentWell, bodyOf(news)),
    ...(hasTrend(news) ? { picture: trendPicture(news.trend).toString('base64') } : {}),
  };
}

function hasTrend({ trend }: ScoreNews): boolean {
  return trend.filter(({ score }) => score !== undefined).length > 1;
}

function bodyOf(news: ScoreNews): Html {
  return html`
    ${news.note === '' ? undefined : quiet(news.note)}
    <p class="quiet" style="margin:0 0 4px;font-size:14px;line-height:20px;color:#5a626d;">
      Week ${news.week}
    </p>
    <h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:28px;color:#1d2126;">
      ${name(news.team)}
    </h1>
    ${news.wentWell === '' ? undefined : paragraph(html`<strong>What went well.</strong> ${news.wentWell}`)}
    ${news.isScored ? scoreOf(news) : paragraph(news.basis)} ${heading('One thing to do')}
    ${stepBox(html`${news.nextStep} ${link(news.links.waiting, 'See who waits')}`)}
    <p style="margin:12px 0;">${news.waiting}</p>
    ${hasTrend(news) ? trendOf(news) : undefined} ${news.stages.length === 0 ? undefined : stagesOf(news)}
    ${news.costliest.length === 0 ? undefined : costliestOf(news)} ${heading('How the score is computed')}
    ${quiet(html`${news.explanation} ${link(news.links.definition, 'The definition in full')}.`)}
    ${quiet(html`A week is told once. What becomes known later is shown beside it as the revised score, on ${link(news.links.team, 'the page of the team')}.`)}
  `;
}

function scoreOf({ score, change, basis }: ScoreNews): Html {
  return html`<p style="margin:0 0 4px;">
      <span class="big ink" style="font-size:48px;line-height:52px;font-weight:700;color:#1d2126;"
        >${score}</span
      >
      <span class="quiet" style="color:#5a626d;">of 100</span>
    </p>
    <p style="margin:0 0 8px;">${change}</p>
    ${quiet(basis)}`;
}

function trendOf({ trend, trendText }: ScoreNews): Html {
  const alt = `The score of the last ${trend.length} weeks, oldest first: ${trendText}`;
  return html`${heading(`The last ${trend.length} weeks`)}
    <img
      src="cid:trend"
      width="${PICTURE.width - 24}"
      alt="${alt}"
      style="display:block;width:100%;max-width:${PICTURE.width}px;height:auto;border:0;"
    />
    ${quiet(`Oldest first, from 0 to 100: ${trendText}. A dash is a week with too few applications.`)}`;
}

function stagesOf({ stages }: ScoreNews): Html {
  const rows = stages.map(({ stage, n, open, points }) => [name(stage), n, open, points]);
  return html`${heading('Where the points went')}${figures(['Stage', 'Interviews', 'Open', 'Points lost'], rows)}`;
}

function costliestOf({ costliest }: ScoreNews): Html {
  const rows = costliest.map(({ text, points, application, link: url }) => [
    html`${link(url, application)}<br />${name(text)}`,
    points,
  ]);
  return html`${heading('The interviews that cost most, by the end of the week')}${figures(['Application', 'Points lost'], rows)}`;
}

function textOf(news: ScoreNews): string {
  const parts: (readonly string[])[] = [
    news.note === '' ? [] : [news.note],
    [`${news.team}, week ${news.week}`],
    news.wentWell === '' ? [] : [`What went well: ${news.wentWell}`],
    news.isScored ? [`Score: ${news.score} of 100 (${news.change})`, news.basis] : [news.basis],
    [`One thing to do: ${news.nextStep}`, news.waiting, `Who waits: ${news.links.waiting}`],
    hasTrend(news) ? [`The last ${news.trend.length} weeks, oldest first: ${news.trendText}`] : [],
    news.stages.length === 0
      ? []
      : [
          'Where the points went:',
          ...news.stages.map(
            ({ stage, n, open, points }) =>
              `- ${stage}: ${points} points, ${count(Number(n), 'interview')}, ${open} open`,
          ),
        ],
    news.costliest.length === 0
      ? []
      : [
          'The interviews that cost most, by the end of the week:',
          ...news.costliest.flatMap(({ text, points, application, link: url }) => [
            `- ${application}, ${text}: ${points} points`,
            `  ${url}`,
          ]),
        ],
    ['How the score is computed:', news.explanation, `The definition in full: ${news.links.definition}`],
    [`A week is told once. What becomes known later is the revised score: ${news.links.team}`],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
