import { type Role } from './columns.js';
import { type FieldSource } from './form.js';
import { type Sheet } from './sheet.js';

export interface InterviewId {
  readonly source: FieldSource;
  /** What it is made of and may be wrong; absent where the file has ids. */
  readonly note?: string;
}

/**
 * What tells an interview from the others of its application: its id, or else its stage, with the time where one
 * stage is seen to come twice.
 *
 * @param application the column that tells applications apart
 * @param ended the column with the interview's time
 */
export function interviewIdOf(
  sheet: Sheet,
  { interviewId, stage }: Partial<Record<Role, string>>,
  application: string | undefined,
  ended: string | undefined,
): InterviewId | undefined {
  if (interviewId !== undefined) return { source: { from: 'column', column: interviewId } };
  if (application === undefined) return undefined;
  const isRepeated =
    stage !== undefined && ended !== undefined && comesTwice(sheet, application, stage, ended);
  const parts = [application, stage, stage === undefined || isRepeated ? ended : undefined].filter(
    (part) => part !== undefined,
  );
  if (parts.length === 1) return undefined;
  const names = parts.map((part) => `“${part}”`).join(', ');
  const advice =
    stage === undefined || isRepeated
      ? 'A time that is corrected later then makes another interview.'
      : 'If one may come twice in an application, add the time.';
  return {
    source: { from: 'template', template: parts.map((part) => `{${part}}`).join('-') },
    note: `No column looks like the id of an interview, so ${names} together stand for it. ${advice}`,
  };
}

function comesTwice({ columns, rows }: Sheet, application: string, stage: string, ended: string): boolean {
  const [first, second, third] = [application, stage, ended].map((column) => columns.indexOf(column));
  const times = new Map<string, string>();
  return rows.some((row) => {
    const cell = (index: number | undefined): string => row[index ?? -1] ?? '';
    const key = JSON.stringify([cell(first), cell(second)]);
    const before = times.get(key);
    times.set(key, cell(third));
    return before !== undefined && before !== cell(third);
  });
}
