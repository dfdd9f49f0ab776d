/** How the times of a column are written. */
export interface TimeFormat {
  /** As a mapping names it. */
  readonly format: string;
  /** They say their zone themselves. */
  readonly namesZone: boolean;
  /** Day and month could be the other way round. */
  readonly isAmbiguous: boolean;
}

const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?([.,]\d+)?\s*(Z|[+-]\d{2}(:?\d{2})?)?$/i;
const WITH_ZONE = /(Z|[+-]\d{2}(:?\d{2})?)$/i;
/** Three numbers, the year first or last, then perhaps a time of the day. */
const PARTS =
  /^(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?:(,? |T)(\d{1,2}):\d{2}(:\d{2})?( ?[AaPp]\.?[Mm]\.?)?)?$/;

/**
 * Guesses a format from values of a column; one that reads all of them, or none.
 *
 * @returns `undefined` when they don't look like times
 */
export function guessTimeFormat(values: readonly string[]): TimeFormat | undefined {
  if (values.length === 0) return undefined;
  const all = (pattern: RegExp): boolean => values.every((value) => pattern.test(value));
  if (all(ISO)) return { format: 'iso', namesZone: all(WITH_ZONE), isAmbiguous: false };
  if (all(/^\d{13}$/)) return { format: 'epoch-milliseconds', namesZone: true, isAmbiguous: false };
  if (all(/^\d{9,10}$/)) return { format: 'epoch-seconds', namesZone: true, isAmbiguous: false };
  return guessPattern(values);
}

function guessPattern(values: readonly string[]): TimeFormat | undefined {
  const matches = values.map((value) => PARTS.exec(value));
  const [model] = matches;
  if (model === null || model === undefined) return undefined;
  const [, first = '', separator = '', , , gap, , seconds] = model;
  const isAlike = matches.every(
    (match) =>
      match !== null &&
      match[2] === separator &&
      match[5] === gap &&
      (match[7] === undefined) === (seconds === undefined) &&
      halfOf(match) === halfOf(model) &&
      (match[1]?.length === 4) === (first.length === 4),
  );
  if (!isAlike) return undefined;
  const time = timeOf(matches, gap, seconds, halfOf(model));
  const numbers = (group: number): readonly string[] => matches.map((match) => match?.[group] ?? '');
  if (first.length === 4) {
    const parts = [...numbers(3), ...numbers(4)];
    const date = ['yyyy', width('M', parts), width('d', parts)].join(separator);
    return { format: date + time, namesZone: false, isAmbiguous: false };
  }
  // The service knows years of four digits only.
  if (numbers(4).some((year) => year.length !== 4)) return undefined;
  const exceeds = (group: number): boolean => numbers(group).some((text) => Number(text) > 12);
  const isMonthFirst = exceeds(3);
  if (isMonthFirst && exceeds(1)) return undefined;
  const order = isMonthFirst ? (['M', 'd'] as const) : (['d', 'M'] as const);
  const parts = [...numbers(1), ...numbers(3)];
  const date = [width(order[0], parts), width(order[1], parts), 'yyyy'].join(separator);
  const isAmbiguous = separator !== '.' && !isMonthFirst && !exceeds(1);
  return { format: date + time, namesZone: false, isAmbiguous };
}

/** How AM and PM are written, as the end of a format. */
function halfOf(match: RegExpExecArray): string | undefined {
  const half = match[8];
  if (half === undefined) return undefined;
  return half.startsWith(' ') ? ' a' : 'a';
}

function timeOf(
  matches: readonly (RegExpExecArray | null)[],
  gap: string | undefined,
  seconds: string | undefined,
  half: string | undefined,
): string {
  if (gap === undefined) return '';
  const hour = width(
    half === undefined ? 'H' : 'h',
    matches.map((match) => match?.[6] ?? ''),
  );
  const between = gap === 'T' ? "'T'" : gap;
  return `${between}${hour}:mm${seconds === undefined ? '' : ':ss'}${half ?? ''}`;
}

/** One letter reads numbers of one digit and of two. */
function width(letter: string, numbers: readonly string[]): string {
  return numbers.every(({ length }) => length === 2) ? letter.repeat(2) : letter;
}
