import {
  isNotMeasured,
  isQuantile,
  isWithheld,
  type Clock,
  type FigureShape,
  type HealthPart,
} from '@hearback/domain/metrics';
import Table from 'cli-table3';

const HOUR = 3600;

/**
 * A duration for people: days from one day on, hours and minutes below. Working time has no days of 24 hours: it is told
 * in hours.
 */
export function formatSeconds(seconds: number, clock: Clock = 'elapsed'): string {
  if (clock === 'elapsed' && seconds >= 24 * HOUR) return `${(seconds / (24 * HOUR)).toFixed(2)} d`;
  const minutes = Math.round(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes >= 1 ? `${minutes} min` : `${seconds} s`;
}

/** A figure of an answer, by the shape that the metric's declaration gives it. */
export function formatFigure(figure: unknown, shape: FigureShape, clock: Clock = 'elapsed'): string {
  if (figure === null || figure === undefined) return '-';
  if (isNotMeasured(figure)) return 'not measured';
  if (isWithheld(figure)) return `too few (${figure.n})`;
  if (isQuantile(figure)) return `${figure.reached ? '' : '> '}${formatSeconds(figure.seconds, clock)}`;
  if (typeof figure === 'number') return formatNumber(figure, shape, clock);
  if (shape === 'parts' && Array.isArray(figure)) {
    return (figure as readonly HealthPart[]).map(formatPart).join('\n');
  }
  return printable(typeof figure === 'string' ? figure : JSON.stringify(figure));
}

function formatNumber(figure: number, shape: FigureShape, clock: Clock): string {
  switch (shape) {
    case 'rate':
      return `${(figure * 100).toFixed(1)} %`;
    case 'seconds':
    case 'quantile':
      return formatSeconds(figure, clock);
    case 'number':
      return figure.toFixed(1);
    case 'count':
    case 'text':
    case 'parts':
      return figure.toLocaleString('en');
  }
}

/** "latencyScore 81.3 (weighs 57 %)". */
function formatPart({ component, value, share }: HealthPart): string {
  return `${component} ${formatFigure(value, 'number')} (weighs ${Math.round(share * 100)} %)`;
}

/** Names come from sources: without control characters, or they could rewrite the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}

/** An instant to the second, as people read it; in UTC. */
export function formatInstant(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new Table({ head: [...head], style: { head: [], border: [] } });
  drawn.push(...rows.map((row) => [...row]));
  return drawn.toString();
}
