import { guessRoles, wordsIn, type Role } from './columns.js';
import { type Condition, type FieldSource, type MappingForm, type RuleForm } from './form.js';
import { type Encoding } from './head.js';
import { interviewIdOf, type InterviewId } from './interview-id.js';
import { wordsOf, type CsvSettings, type Sheet } from './sheet.js';
import { startingTimes } from './starter-times.js';

export interface Starter {
  readonly form: MappingForm;
  /** What was guessed and may be wrong, a sentence each. */
  readonly notes: readonly string[];
}

export interface StarterInput {
  readonly sheet: Sheet;
  /** It is all of the file. */
  readonly isWhole: boolean;
  readonly fileName: string;
  /** Absent: the file is no CSV. */
  readonly csv?: (CsvSettings & { readonly encoding: Encoding }) | undefined;
  /** Of times that name none: the organisation's. */
  readonly zone: string;
}

type Roles = Partial<Record<Role, string>>;

/** A mapping to begin with, guessed from the names of the columns and the first values in them. */
export function starterOf({ sheet, isWhole, fileName, csv, zone }: StarterInput): Starter {
  const found = guessRoles(sheet.columns);
  const ended = found.endedAt ?? found.time ?? found.startedAt;
  const times = startingTimes(sheet, [ended, found.startedAt, found.respondedAt], zone);
  const application = found.applicationId ?? found.candidateId;
  const interview = interviewIdOf(sheet, found, application, ended);
  // What both an interview and an answer to it are told by.
  const fields: Record<string, FieldSource> = {
    ...(application !== undefined && { applicationId: column(application) }),
    ...(interview !== undefined && { interviewId: interview.source }),
  };
  const rules = rulesOf(sheet, found, ended, fields, times.sourceOf);
  return {
    form: {
      source: `urn:hearback:import:${slugOf(fileName)}`,
      times: { format: times.format, zone: times.zone },
      csv: csv && { ...csv, columns: sheet.columns },
      rules,
    },
    notes: [...notesOnFields(found, ended, interview), ...notesOnRules(rules, isWhole), ...times.notes],
  };
}

/**
 * A file's name as a part of a URI, without the dates and numbers at its end: next month's export, or the second
 * download of the same, comes from the same source, or its rows would count twice.
 */
export function slugOf(fileName: string): string {
  const slug = fileName
    .normalize('NFKD')
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .replace(/(?<=.)(-\d+)+$/, '');
  return slug === '' ? 'file' : slug;
}

const column = (name: string): FieldSource => ({ from: 'column', column: name });

function rulesOf(
  sheet: Sheet,
  found: Roles,
  ended: string | undefined,
  shared: Record<string, FieldSource>,
  timeOf: (name: string) => FieldSource,
): readonly RuleForm[] {
  const steps = stepsOf(sheet, found.stage);
  const condition = steps?.interviews ?? doneCondition(sheet, found.status) ?? presentCondition(sheet, ended);
  const described = (['candidateId', 'teamId', 'jobId', 'jobTitle', 'stage'] as const).flatMap((role) => {
    const name = found[role];
    return name === undefined ? [] : [[role, column(name)] as const];
  });
  const interview: RuleForm = {
    key: 'interview',
    name: 'interview',
    event: 'interview.completed',
    ...(condition !== undefined && { condition }),
    ...(ended !== undefined && { time: timeOf(ended) }),
    data: {
      ...shared,
      ...(ended !== undefined && { endedAt: timeOf(ended) }),
      ...(found.startedAt !== undefined &&
        found.startedAt !== ended && { startedAt: timeOf(found.startedAt) }),
      ...Object.fromEntries(described),
    },
  };
  const channel: FieldSource =
    found.channel === undefined ? { from: 'constant', value: 'unknown' } : column(found.channel);
  const answer = (
    answered: string,
    kind: string,
    when: Condition,
    about: Record<string, FieldSource>,
  ): RuleForm => ({
    key: 'answer',
    name: 'answer',
    event: 'response.sent',
    condition: when,
    time: timeOf(answered),
    data: { ...about, kind: { from: 'constant', value: kind }, channel },
  });
  const { interviewId: _, ...application } = shared;
  const { respondedAt } = found;
  if (respondedAt !== undefined) {
    const kind = wordsIn(respondedAt).includes('feedback') ? 'feedback' : 'decision';
    return [interview, answer(respondedAt, kind, { column: respondedAt, values: [] }, shared)];
  }
  if (steps !== undefined && ended !== undefined) {
    return [interview, answer(ended, 'decision', steps.decisions, application)];
  }
  return [interview];
}

const DECISION = /\b(reject|declin|offer|hired|refus)/i;
const INTERVIEW = /interview|screen|on-?site|phone|panel|technical|assessment|final round/i;
/** More different words are no steps of a process. */
const MOST_STEPS = 40;

/** A log of steps has a row per step, and only some of them are interviews. */
function stepsOf(
  sheet: Sheet,
  stage: string | undefined,
): { readonly interviews: Condition; readonly decisions: Condition } | undefined {
  if (stage === undefined) return undefined;
  const words = wordsOf(sheet, stage).map(([word]) => word);
  const decisions = words.filter((word) => DECISION.test(word));
  const interviews = words.filter((word) => INTERVIEW.test(word) && !DECISION.test(word));
  if (words.length > MOST_STEPS || decisions.length === 0 || interviews.length === 0) return undefined;
  return {
    interviews: { column: stage, values: interviews },
    decisions: { column: stage, values: decisions },
  };
}

/** Where a status says which interviews took place, only those. */
function doneCondition(sheet: Sheet, status: string | undefined): Condition | undefined {
  if (status === undefined) return undefined;
  const words = wordsOf(sheet, status).map(([word]) => word);
  const values = words.filter((word) => /^(done|completed?|finished|held|took place)$/i.test(word));
  return values.length === 0 ? undefined : { column: status, values };
}

/** An interview that has no end yet is no mistake. */
function presentCondition(sheet: Sheet, ended: string | undefined): Condition | undefined {
  if (ended === undefined) return undefined;
  const index = sheet.columns.indexOf(ended);
  const hasEmpty = sheet.rows.some((row) => (row[index] ?? '') === '');
  return hasEmpty ? { column: ended, values: [] } : undefined;
}

function notesOnFields(
  found: Roles,
  ended: string | undefined,
  interview: InterviewId | undefined,
): readonly string[] {
  const notes: string[] = [];
  if (found.applicationId === undefined) {
    notes.push(
      found.candidateId === undefined
        ? 'No column looks like the id of an application: choose one.'
        : `No column looks like the id of an application, so “${found.candidateId}” stands for it. That is right as long as nobody applies twice.`,
    );
  }
  if (interview?.note !== undefined) notes.push(interview.note);
  if (ended === undefined) notes.push('No column looks like the time of an interview: choose one.');
  else if (found.endedAt === undefined)
    notes.push(`“${ended}” is taken as the end of the interview, from which candidates wait.`);
  if (found.teamId === undefined)
    notes.push('No column looks like a team: the interviews will stand under “Unassigned”.');
  return notes;
}

function notesOnRules(rules: readonly RuleForm[], isWhole: boolean): readonly string[] {
  return rules.flatMap(({ event, condition }) => {
    if (condition === undefined || condition.values.length === 0) return [];
    const words = condition.values.map((value) => `“${value}”`).join(', ');
    const what = event === 'response.sent' ? 'Answers' : 'Interviews';
    return [
      `${what} are made of the rows with ${words} in “${condition.column}”.${isWhole ? '' : ' Words further down in the file may be missing.'}`,
    ];
  });
}
