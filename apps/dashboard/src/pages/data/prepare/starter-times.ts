import { type FieldSource } from './form.js';
import { wordsOf, type Sheet } from './sheet.js';
import { guessTimeFormat, type TimeFormat } from './times.js';

export interface StartingTimes {
  /** Of most times. */
  readonly format: string;
  /** Empty: they all say it themselves. */
  readonly zone: string;
  /** A column of times, with its own format where it is another. */
  readonly sourceOf: (column: string) => FieldSource;
  readonly notes: readonly string[];
}

/** Enough to tell day from month. */
const VALUES = 500;

/**
 * How the times of some columns are to be read. Where nothing can be told, as ISO 8601.
 *
 * @param columns the most important first
 * @param zone of times that name none
 */
export function startingTimes(
  sheet: Sheet,
  columns: readonly (string | undefined)[],
  zone: string,
): StartingTimes {
  const formats = new Map<string, TimeFormat | undefined>();
  for (const column of columns) {
    if (column === undefined || formats.has(column)) continue;
    const values = wordsOf(sheet, column)
      .slice(0, VALUES)
      .map(([value]) => value);
    formats.set(column, guessTimeFormat(values));
  }
  const known = [...formats.values()].filter((format) => format !== undefined);
  const format = known[0]?.format ?? 'iso';
  const needsZone = known.some(({ namesZone }) => !namesZone);
  return {
    format,
    zone: needsZone ? zone : '',
    sourceOf: (column) => {
      const own = formats.get(column)?.format;
      return { from: 'column', column, ...(own !== undefined && own !== format && { format: own }) };
    },
    notes: [...notesOn(sheet, formats), ...(needsZone ? [zoneNote(zone)] : [])],
  };
}

function zoneNote(zone: string): string {
  return `Times in this file do not name their zone. They are read in ${zone}, the organisation’s.`;
}

function notesOn(sheet: Sheet, formats: ReadonlyMap<string, TimeFormat | undefined>): readonly string[] {
  return [...formats].flatMap(([column, guessed]) => {
    const example = wordsOf(sheet, column)[0]?.[0];
    if (example === undefined) return [`“${column}” is empty in the first rows, so its format is not known.`];
    if (guessed === undefined) {
      return [
        `Times like “${example}” in “${column}” are in no format that could be told: give it, as “times: { format: … }”.`,
      ];
    }
    if (guessed.format === 'iso') return [];
    const read = `Times like “${example}” in “${column}” are read as ${guessed.format}`;
    return [
      guessed.isAmbiguous ? `${read}, the day first. Check in the preview that this is right.` : `${read}.`,
    ];
  });
}
