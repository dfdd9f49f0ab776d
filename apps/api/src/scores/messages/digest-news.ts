import type { PublishedScore } from '../publishing/published-scores.js';
import { changeOf, count, points, signed } from './score-news.js';
import { plainName } from './plain-name.js';

/** The week of all teams in words: what leaders get. All text is plain. */
export interface DigestNews {
  readonly week: string;
  readonly title: string;
  readonly wentWell: string;
  readonly waiting: string;
  /** Lowest score first, then those without one. */
  readonly teams: readonly DigestLine[];
  /** So many of the teams belong into a message; the rest is in the attachment. */
  readonly shown: number;
  readonly note: string;
  readonly links: { readonly overview: string; readonly definition: string };
}

export interface DigestLine {
  readonly team: string;
  readonly id: string;
  /** `72`, or `too few`. */
  readonly score: string;
  readonly change: string;
  readonly waiting: string;
  readonly overdue: string;
  readonly link: string;
  readonly publication: PublishedScore['data'];
}

/** Gmail cuts a mail at about 100 kB; a screen is cut much earlier. */
const SHOWN = 40;

/** @param publications of one week; @param publicUrl without a slash at the end */
export function digestNews(
  week: string,
  publications: readonly PublishedScore[],
  publicUrl: string,
): DigestNews {
  const all = publications
    .map(({ data }) => data)
    .sort((a, b) => rank(a.score) - rank(b.score) || compare(a.teamId, b.teamId));
  const scored = all.filter(({ score }) => typeof score === 'number');
  const [waiting, overdue] = [
    sum(all, (data) => data.waiting?.count ?? 0),
    sum(all, (data) => data.waiting?.overdue ?? 0),
  ];
  return {
    week,
    title: `Feedback scores of ${count(all.length, 'team')}, week ${Number(week.slice(6))} of ${week.slice(0, 4)}`,
    wentWell: wentWellIn(all),
    waiting:
      waiting === 0
        ? 'Nobody waited for an answer at the end of the week.'
        : `${count(waiting, 'candidate')} waited for an answer at the end of the week, ${overdue} of them beyond the due time (counted in each team that owes one).`,
    teams: all.map((data) => ({
      team: plainName(data.teamName ?? data.teamId),
      id: data.teamId,
      score: typeof data.score === 'number' ? points(data.score) : 'too few',
      change: changeOf(data) === undefined ? '' : signed(changeOf(data)!),
      waiting: String(data.waiting?.count ?? 0),
      overdue: String(data.waiting?.overdue ?? 0),
      link: `${publicUrl}/teams/${encodeURIComponent(data.teamId)}`,
      publication: data,
    })),
    shown: Math.min(SHOWN, all.length),
    note: all.some(({ simulated }) => simulated === true)
      ? 'There is simulated or sample data among these teams: such figures are not real.'
      : scored.length === 0
        ? 'No team had enough applications for a score.'
        : '',
    links: { overview: `${publicUrl}/`, definition: `${publicUrl}/figures#latency-score` },
  };
}

type Data = PublishedScore['data'];

function wentWellIn(all: readonly Data[]): string {
  const answered = all.filter(({ wentWell }) => wentWell?.rule === 'all-answered').length;
  const risen = all.filter((data) => (changeOf(data) ?? 0) >= 1).length;
  if (answered > 0)
    return `${answered} of ${all.length} teams ${answered === 1 ? 'has' : 'have'} answered every interview of the last four weeks.`;
  if (risen > 0) return `The score of ${risen} of ${all.length} teams is up by a point or more.`;
  return '';
}

const rank = (score: number | null | undefined): number => (typeof score === 'number' ? score : Infinity);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sum = <T>(values: readonly T[], of: (value: T) => number): number =>
  values.reduce((total, value) => total + of(value), 0);
