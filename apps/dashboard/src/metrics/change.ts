import { type FigureDeclaration } from '@hearback/domain/metrics';
import { formatDuration, formatWorking } from '../format/duration.js';
import { formatCount, formatNumber } from '../format/number.js';
import { type ShownFigure } from './figure.js';

/** How a figure moved between two instants. */
export interface Change {
  /** For the candidate. `none`: it did not move; `neutral`: neither is better; `unknown`: nobody can tell. */
  readonly direction: 'better' | 'worse' | 'none' | 'neutral' | 'unknown';
  /** Without saying since when: "3 h longer", "was >12.3 d". */
  readonly text: string;
  readonly before: ShownFigure;
}

/**
 * What "more than" hides can't be subtracted: then only what it was is said, and a direction only where the bounds
 * leave no doubt.
 */
export function changeOf(now: ShownFigure, before: ShownFigure, figure: FigureDeclaration): Change {
  const [after, prior] = [now.value, before.value];
  if (after === undefined || prior === undefined) {
    const text = prior === undefined ? 'nothing to compare with' : `was ${before.text}`;
    return { direction: 'unknown', text, before };
  }
  if (now.kind === 'more-than' || before.kind === 'more-than') {
    return { direction: ofBounds(now, before, figure), text: `was ${before.text}`, before };
  }
  const text = differenceOf(after - prior, figure, now.clock === 'business');
  if (text === undefined) return { direction: 'none', text: 'no change', before };
  return { direction: directionOf(after - prior, figure), text, before };
}

function directionOf(difference: number, { better }: FigureDeclaration): Change['direction'] {
  if (better === undefined) return 'neutral';
  return difference > 0 === (better === 'higher') ? 'better' : 'worse';
}

function ofBounds(now: ShownFigure, before: ShownFigure, figure: FigureDeclaration): Change['direction'] {
  const difference = now.value! - before.value!;
  const hasGrown = now.kind === 'more-than' && before.kind === 'value' && difference >= 0;
  const hasShrunk = now.kind === 'value' && before.kind === 'more-than' && difference <= 0;
  return hasGrown || hasShrunk ? directionOf(hasGrown ? 1 : -1, figure) : 'unknown';
}

/** `undefined` where it would read as nothing. */
function differenceOf(
  difference: number,
  { shape, name }: FigureDeclaration,
  isWorking: boolean,
): string | undefined {
  const size = Math.abs(difference);
  const sign = difference > 0 ? '+' : '−';
  switch (shape) {
    case 'quantile':
    case 'seconds':
      if (size < 60) return undefined;
      return `${isWorking ? formatWorking(size) : formatDuration(size)} ${difference > 0 ? 'longer' : 'shorter'}`;
    case 'rate': {
      const points = formatNumber(size * 100);
      return points === '0' ? undefined : `${sign}${points} points`;
    }
    case 'count':
      return size === 0 ? undefined : `${formatCount(size)} ${difference > 0 ? 'more' : 'fewer'}`;
    case 'number':
    case 'text':
    case 'parts': {
      const points = formatNumber(size);
      return points === '0'
        ? undefined
        : `${sign}${points}${name === 'health' || name === 'score' ? ' points' : ''}`;
    }
  }
}
