import type { Application, TimelineEntry, ToldChange, ToldInterview } from '../applications/application.js';
import { formatInstant, formatSeconds, printable, table } from './format.js';
import { noteSimulated } from './note-simulated.js';
import type { Service } from './service.js';

/** Prints what happened to an application, step by step with what it changed, and what is owed. */
export async function showApplication(
  service: Service,
  applicationId: string,
  options: Readonly<Record<string, string | readonly string[]>>,
  json: boolean,
): Promise<void> {
  const path = `/api/v1/applications/${encodeURIComponent(applicationId)}`;
  const application = await service.get<Application>(path, options);
  await noteSimulated(service);
  console.log(json ? JSON.stringify(application) : describeApplication(application));
  if (!json) console.error(`as of ${application.asOf}; times in UTC`);
}

/** For people, as lines. */
export function describeApplication({
  applicationId,
  interviews,
  timeline,
  obligations,
}: Application): string {
  const head = [
    'owed',
    'interview',
    'state',
    'from',
    'due',
    'until',
    'elapsed',
    'working time',
    'on time',
    '',
  ];
  const rows = obligations.map((each) => [
    each.kind,
    printable([each.interviewId ?? '-', each.interviewerId ?? []].flat().join(' ')),
    each.outcome ?? each.state,
    formatInstant(each.startedAt),
    orDash(each.lastDueAt ?? each.dueAt),
    orDash(each.stoppedAt),
    formatSeconds(each.elapsedSeconds),
    formatSeconds(each.businessSeconds, 'business'),
    each.onTime === null ? '-' : each.onTime ? 'yes' : 'no',
    each.flags.join(' '),
  ]);
  return [
    `Application ${printable(applicationId)}`,
    ...interviews.map(describeInterview),
    '',
    ...timeline.flatMap(describeEntry),
    ...(rows.length === 0 ? [] : ['', table(head, rows)]),
  ].join('\n');
}

function describeInterview(interview: ToldInterview): string {
  const { interviewId, stage, team, status, assumed, startsAt, endsAt, startedAt, endedAt } = interview;
  const [from, to] = [startedAt ?? startsAt, endedAt ?? endsAt];
  const when = [from, to].flatMap((at) => (at === null ? [] : [formatInstant(at)])).join(' to ');
  const how = assumed ? `${status}, assumed` : status.replace('_', '-');
  return printable(
    `  interview ${interviewId}: ${stage}, team ${team}, ${how}${when === '' ? '' : `, ${when}`}`,
  );
}

function describeEntry({ time, event, assumed, retractedFrom, changes }: TimelineEntry): string[] {
  const what =
    event === undefined
      ? `nothing was heard: ${assumed?.interviewIds.join(', ')} counts as over`
      : `${event.type.replace(/^hearback\.|\.v\d+$/g, '')}${detailsOf(event.data)}`;
  const retraction =
    retractedFrom === undefined
      ? ''
      : retractedFrom <= time
        ? '  [retracted before, never counted]'
        : `  [retracted ${formatInstant(retractedFrom)}]`;
  return [
    printable(`${formatInstant(time)}  ${what}${retraction}`),
    ...changes.map((change) => printable(`    ${describeChange(change)}`)),
  ];
}

/** "  stage=Onsite teamId=payments": whatever is short. */
function detailsOf(data: unknown): string {
  const fields = Object.entries(data as Readonly<Record<string, unknown>>).filter(
    ([name, value]) => name !== 'applicationId' && (typeof value !== 'object' || value === null),
  );
  return fields.map(([name, value], index) => `${index === 0 ? '  ' : ' '}${name}=${String(value)}`).join('');
}

function describeChange({
  change,
  kind,
  interviewId,
  interviewerId,
  state,
  fields,
  ...told
}: ToldChange): string {
  const of = [interviewId, interviewerId].filter((id) => id !== null).join(' ');
  const flags = [told.inferred ? 'inferred' : [], told.early ? 'early' : []].flat().join(', ');
  const differences = Object.entries(fields)
    .filter(([field]) => !['state', 'stoppedAt', 'inferred', 'early'].includes(field))
    .map(([field, { before, after }]) => `${field} ${shown(before)} -> ${shown(after)}`);
  const details = [
    change === 'stopped' ? [state, flags === '' ? [] : flags].flat() : [],
    change === 'started' && told.promisedFor !== null
      ? `promised for ${formatInstant(told.promisedFor)}`
      : [],
    differences,
  ].flat(2);
  return `${change.padEnd(8)} ${kind}${of === '' ? '' : ` ${of}`}${details.length === 0 ? '' : `: ${details.join(', ')}`}`;
}

function shown(value: unknown): string {
  if (value === null) return '-';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? formatInstant(text) : text;
}

function orDash(at: string | null): string {
  return at === null ? '-' : formatInstant(at);
}
