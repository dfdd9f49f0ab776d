import { isWithheld } from '@hearback/domain/metrics';
import type { Figure } from '@hearback/domain/metrics';
import type { OrganisationOverview } from '../overview/organisation-overview.query.js';
import type { ScoreFigures, ScoreOfWeek, TeamTold } from '../scores/score-of-week.query.js';
import { formatInstant, printable, table } from './format.js';
import { noteSimulated } from './note-simulated.js';
import type { Service } from './service.js';

/** Prints a team's score of a week with its reasons; by default of the week that ended last. */
export async function showScore(
  service: Service,
  { team, week }: { readonly team: string; readonly week?: string },
  json: boolean,
): Promise<void> {
  const wanted = week ?? (await lastWeek(service));
  const path = `/api/v1/scores/${encodeURIComponent(team)}/${encodeURIComponent(wanted)}`;
  const score = await service.get<ScoreOfWeek>(path);
  await noteSimulated(service);
  if (json) {
    console.log(JSON.stringify(score));
    return;
  }
  const { published, revised, unpublished } = score;
  const told = published ?? unpublished!;
  console.log(`${printable(score.name)}, week ${score.week}`);
  console.log(line(told));
  if (revised !== undefined) console.log(`revised since: ${line(revised)}`);
  if (told.before !== undefined) console.log(`the week before: ${told.before.toFixed(1)}`);
  for (const text of [told.text.wentWell, told.text.nextStep, told.text.waiting])
    if (text !== '') console.log(printable(text));
  printParts(told);
  console.error(
    published === undefined
      ? 'Not published; as it is known now.'
      : `Published ${formatInstant(published.publishedAt)}.`,
  );
}

async function lastWeek(service: Service): Promise<string> {
  const { lastFinishedWeek } = await service.get<OrganisationOverview>('/api/v1/organisation');
  return lastFinishedWeek;
}

function line({ score, low, high, n, applications }: ScoreFigures): string {
  const basis = `n = ${n}, ${applications} applications`;
  if (isWithheld(score)) return `no score: too few (${score.n}); ${basis}`;
  return `score ${points(score)} of 100, 95 % interval ${points(low)} to ${points(high)}; ${basis}`;
}

function points(figure: Figure): string {
  return typeof figure === 'number' ? figure.toFixed(1) : '-';
}

function printParts({ stages = [], costliest = [] }: Omit<TeamTold, 'publishedAt'>): void {
  if (stages.length > 0)
    console.log(
      table(
        ['stage', 'interviews', 'open', 'points lost'],
        stages.map(({ stage, n, open, points: lost }) => [
          printable(stage),
          String(n),
          String(open),
          lost.toFixed(1),
        ]),
      ),
    );
  if (costliest.length > 0)
    console.log(
      table(
        ['application', 'stage', '', 'working days', 'points lost'],
        costliest.map(({ applicationId, stage, state, days, points: lost }) => [
          printable(applicationId),
          printable(stage),
          state,
          days.toFixed(1),
          lost.toFixed(1),
        ]),
      ),
    );
}
