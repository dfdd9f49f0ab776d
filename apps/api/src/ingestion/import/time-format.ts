import { Temporal } from 'temporal-polyfill';

/** Turns a cell's text into an instant, ISO 8601 in UTC. Throws an Error that says what is wrong with the text. */
export type ReadTime = (text: string) => string;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What a token says of an instant. */
type Field =
  | 'year'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'half'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'offset';

type Token = readonly [field: Field, pattern: string];

/**
 * The tokens of a pattern, named as in Unicode's date patterns. Our own few lines rather than a date library: the
 * zone rules, which are the hard part, are those of the Temporal polyfill that the domain counts days with, and a
 * library that guesses at what it can't read would be worse than none.
 */
const TOKENS: ReadonlyMap<string, Token> = new Map(
  Object.entries<Token>({
    yyyy: ['year', '\\d{4}'],
    MM: ['month', '\\d{2}'],
    M: ['month', '\\d{1,2}'],
    MMM: ['monthName', '[A-Za-z]{3}'],
    dd: ['day', '\\d{2}'],
    d: ['day', '\\d{1,2}'],
    HH: ['hour', '\\d{2}'],
    H: ['hour', '\\d{1,2}'],
    hh: ['hour12', '\\d{2}'],
    h: ['hour12', '\\d{1,2}'],
    a: ['half', '[AaPp]\\.?[Mm]\\.?'],
    mm: ['minute', '\\d{2}'],
    ss: ['second', '\\d{2}'],
    SSS: ['millisecond', '\\d{3}'],
    XXX: ['offset', 'Z|[+-]\\d{2}:?\\d{2}'],
  }),
);

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?([.,]\d{1,9})?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * @param format `iso`, `epoch-seconds`, `epoch-milliseconds` or a pattern like `dd.MM.yyyy HH:mm`
 * @param zone IANA zone of times that don't name theirs
 * @throws Error when the format can't be understood, or leaves the zone open
 */
export function compileTimeFormat(format: string, zone: string | undefined): ReadTime {
  switch (format) {
    case 'iso':
      return (text) => readIso(text, zone);
    case 'epoch-seconds':
      return (text) => readEpoch(text, 1000);
    case 'epoch-milliseconds':
      return (text) => readEpoch(text, 1);
    default:
      return compilePattern(format, zone);
  }
}

function compilePattern(format: string, zone: string | undefined): ReadTime {
  const { pattern, fields } = expressionFor(format);
  for (const needed of ['year', 'day']) {
    if (!fields.has(needed)) throw new Error(`the format "${format}" has no ${needed}`);
  }
  if (!fields.has('month') && !fields.has('monthName'))
    throw new Error(`the format "${format}" has no month`);
  if (fields.has('hour12') !== fields.has('half')) {
    throw new Error(`the format "${format}" must have both "h" and "a", or neither (24 hours are "HH")`);
  }
  if (!fields.has('offset') && zone === undefined) {
    throw new Error(`times in the format "${format}" name no zone: give one, like zone: Europe/Berlin`);
  }
  return (text) => {
    const parts = pattern.exec(text)?.groups;
    if (parts === undefined) throw new Error(`${shown(text)} does not have the format "${format}"`);
    return instantOf(text, parts, zone);
  };
}

function expressionFor(format: string): { readonly pattern: RegExp; readonly fields: ReadonlySet<string> } {
  const fields = new Set<string>();
  let source = '';
  for (const [part, quoted] of format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+/g)) {
    if (quoted !== undefined || !/[A-Za-z]/.test(part)) {
      source += escaped(quoted ?? part);
      continue;
    }
    const token = TOKENS.get(part);
    if (token === undefined) {
      const known = [...TOKENS.keys()].join(', ');
      throw new Error(
        `"${part}" in the format "${format}" is not known; it may use ${known}, and other text in quotes ('')`,
      );
    }
    const [field, pattern] = token;
    if (fields.has(field)) throw new Error(`the format "${format}" names the ${field} twice`);
    fields.add(field);
    source += `(?<${field}>${pattern})`;
  }
  return { pattern: new RegExp(`^${source}$`), fields };
}

function instantOf(text: string, parts: Readonly<Record<string, string>>, zone: string | undefined): string {
  const number = (field: Field): number => Number(parts[field] ?? 0);
  const month =
    parts['monthName'] === undefined ? number('month') : MONTHS.indexOf(parts['monthName'].toLowerCase()) + 1;
  const half = parts['half']?.[0]?.toLowerCase();
  const hour12 = number('hour12');
  if (half !== undefined && (hour12 < 1 || hour12 > 12)) throw new Error(`${shown(text)} has no such hour`);
  const hour = half === undefined ? number('hour') : (hour12 % 12) + (half === 'p' ? 12 : 0);
  const local = {
    year: number('year'),
    month,
    day: number('day'),
    hour,
    minute: number('minute'),
    second: number('second'),
    millisecond: number('millisecond'),
  };
  const time = readLocal(text, () => Temporal.PlainDateTime.from(local, { overflow: 'reject' }));
  return inZone(time, parts['offset'] ?? zone ?? 'UTC');
}

function readIso(text: string, zone: string | undefined): string {
  const [match, date, minutes, seconds = ':00', fraction = '', offset] = ISO.exec(text) ?? [];
  if (match === undefined) {
    throw new Error(`${shown(text)} is not an ISO 8601 time like 2026-03-02T15:04:05Z; give its format`);
  }
  if (offset === undefined && zone === undefined) {
    throw new Error(`${shown(text)} names no zone, and the mapping gives none (like zone: Europe/Berlin)`);
  }
  const local = `${date}T${minutes}${seconds}${fraction.replace(',', '.')}`;
  // Most files say the offset, and then the platform's own parser is many times faster. It lets February 31 pass.
  if (offset !== undefined && Number(date?.slice(8)) <= 28) {
    const at = Date.parse(`${local.slice(0, 23)}${offsetOf(offset)}`);
    if (!Number.isNaN(at)) return new Date(at).toISOString();
  }
  const time = readLocal(text, () => Temporal.PlainDateTime.from(local));
  return inZone(time, offset ?? zone ?? 'UTC');
}

function readEpoch(text: string, unit: number): string {
  const at = /^-?\d{1,15}(\.\d+)?$/.test(text) ? new Date(Math.round(Number(text) * unit)) : undefined;
  if (at === undefined || Number.isNaN(at.getTime()))
    throw new Error(`${shown(text)} is not a time as a number`);
  return at.toISOString();
}

function readLocal(text: string, read: () => Temporal.PlainDateTime): Temporal.PlainDateTime {
  try {
    return read();
  } catch {
    throw new Error(`${shown(text)} is no date or time that exists`);
  }
}

/** A local time that a clock change skips is read with the offset before it, one that it repeats as the first. */
function inZone(time: Temporal.PlainDateTime, zone: string): string {
  const at = time.toZonedDateTime(/^[-+z]/i.test(zone) ? offsetOf(zone) : zone, {
    disambiguation: 'compatible',
  });
  return new Date(at.epochMilliseconds).toISOString();
}

/** `Z`, `+01`, `+0100` or `+01:00` as the last of them. */
function offsetOf(offset: string): string {
  if (/^z$/i.test(offset)) return '+00:00';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** A cell as messages show it. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
