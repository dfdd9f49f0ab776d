import { type Quantile } from '@hearback/domain/metrics';

const MINUTE = 60;
const HOUR_MINUTES = 60;
const DAY_SECONDS = 86_400;
const DAY_MINUTES = 1440;

type Rounding = (value: number) => number;

/**
 * One way everywhere: minutes below an hour, hours and minutes below a day, from there on days, with two decimals
 * below ten and one from ten on (none for exactly whole days). The unit follows from what is shown, so nothing reads
 * "60 min" or "24 h".
 */
function format(seconds: number, round: Rounding): string {
  if (seconds < MINUTE && round(seconds) < MINUTE) return `${round(seconds)} s`;
  const minutes = round(seconds / MINUTE);
  if (minutes < HOUR_MINUTES) return `${minutes} min`;
  if (minutes < DAY_MINUTES) {
    const rest = minutes % HOUR_MINUTES;
    return `${Math.floor(minutes / HOUR_MINUTES)} h${rest === 0 ? '' : ` ${rest} min`}`;
  }
  return `${formatDays(seconds / DAY_SECONDS, round)} d`;
}

function formatDays(days: number, round: Rounding): string {
  const hundredths = round(days * 100 + EPSILON) / 100;
  const decimals = hundredths < 10 ? 2 : 1;
  const shown = hundredths < 10 ? hundredths : round(days * 10 + EPSILON) / 10;
  const format = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return shown.toLocaleString('en-GB', Number.isInteger(days) ? {} : format);
}

/** Seconds are whole, so a day count that falls on a rounding limit is off by floating point only. */
const EPSILON = 1e-9;

export function formatDuration(seconds: number): string {
  return format(seconds, Math.round);
}

/** "More than": rounded down, because rounding up would claim a wait that nobody has seen. */
export function formatQuantile({ seconds, reached }: Quantile): string {
  return reached ? formatDuration(seconds) : `>${format(seconds, Math.floor)}`;
}

/** Working time is told in hours: how long a working day is differs from team to team. */
export function formatWorking(seconds: number, round: Rounding = Math.round): string {
  const hours = seconds / 3600;
  const shown = round(hours * 10) / 10;
  return `${shown.toLocaleString('en-GB', { maximumFractionDigits: shown < 10 ? 1 : 0 })} work h`;
}

/** "More than", on the working clock. */
export function formatWorkingQuantile({ seconds, reached }: Quantile): string {
  return reached ? formatWorking(seconds) : `>${formatWorking(seconds, Math.floor)}`;
}

/** For the title of a shortened figure. */
export function exactSeconds(seconds: number): string {
  return `exactly ${Math.round(seconds).toLocaleString('en-GB')} seconds`;
}
