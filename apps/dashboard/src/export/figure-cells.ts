import { type View } from '../filters/view.js';
import { type ShownFigure } from '../metrics/figure.js';
import { type Cell } from './export-menu.js';

/** A figure as two cells: its number, and beside it what the number alone does not say. */
export function figureCells(figure: ShownFigure): [value: Cell, note: Cell] {
  switch (figure.kind) {
    case 'value':
      return [figure.value ?? figure.text, ''];
    case 'more-than':
      return [figure.value, 'more than'];
    case 'not-measured':
    case 'withheld':
      return ['', figure.text];
    case 'none':
      return ['', ''];
  }
}

/** Of times in a table to take away. */
export function secondsUnit({ filter }: Pick<View, 'filter'>): string {
  return filter.clock === 'business' ? 'working seconds' : 'seconds';
}

/** Their columns. */
export function figureColumns(title: string, unit = ''): [string, string] {
  return [unit === '' ? title : `${title} (${unit})`, `${title}: note`];
}
