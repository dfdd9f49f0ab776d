import { isNotMeasured, isQuantile } from '@hearback/domain/metrics';
import Table from 'cli-table3';

/** A duration for people: days from one day on, hours and minutes below. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 86_400) return `${(seconds / 86_400).toFixed(2)} d`;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
  return seconds >= 60 ? `${Math.round(seconds / 60)} min` : `${seconds} s`;
}

/** A figure of an answer; `name` decides what a bare number is. */
export function formatFigure(name: string, figure: unknown): string {
  if (figure === null || figure === undefined) return '-';
  if (isNotMeasured(figure)) return 'not measured';
  if (isQuantile(figure)) return `${figure.reached ? '' : '> '}${formatSeconds(figure.seconds)}`;
  if (typeof figure === 'number') {
    if (name === 'rate') return `${(figure * 100).toFixed(1)} %`;
    if (name.endsWith('Seconds')) return formatSeconds(figure);
    return figure.toLocaleString('en');
  }
  return printable(typeof figure === 'string' ? figure : JSON.stringify(figure));
}

/** Names come from sources: without control characters, or they could rewrite the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new Table({ head: [...head], style: { head: [], border: [] } });
  drawn.push(...rows.map((row) => [...row]));
  return drawn.toString();
}
