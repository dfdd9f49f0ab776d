import { createCanvas } from '@napi-rs/canvas';
import type { TrendPoint } from './score-news.js';

/** As it is shown; drawn with twice as many pixels each way. */
export const PICTURE = { width: 560, height: 140 } as const;
const SCALE = 2;
const MARGIN = { x: 10, y: 10 };
/** Legible on white and on black: a mail does not know which it will be. */
const LINE = '#3b82c4';
const GRID = '#8a8f98';

/**
 * The scores of the weeks as a line over 0 to 100, with lines at 0, 50 and 100. A week without a score is a gap.
 * There is no text in it: fonts differ, and words belong to the text beside it.
 * @returns a PNG with a transparent ground
 */
export function trendPicture(trend: readonly TrendPoint[]): Buffer {
  const canvas = createCanvas(PICTURE.width * SCALE, PICTURE.height * SCALE);
  const context = canvas.getContext('2d');
  context.scale(SCALE, SCALE);
  const [width, height] = [PICTURE.width - 2 * MARGIN.x, PICTURE.height - 2 * MARGIN.y];
  const xOf = (index: number): number =>
    MARGIN.x + (trend.length < 2 ? width / 2 : (index * width) / (trend.length - 1));
  const yOf = (score: number): number => MARGIN.y + height * (1 - score / 100);

  context.strokeStyle = GRID;
  context.lineWidth = 1;
  for (const at of [0, 50, 100]) {
    context.setLineDash(at === 50 ? [4, 4] : []);
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(MARGIN.x, yOf(at));
    context.lineTo(MARGIN.x + width, yOf(at));
    context.stroke();
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.strokeStyle = LINE;
  context.fillStyle = LINE;
  context.lineWidth = 2.5;
  context.lineJoin = 'round';
  context.beginPath();
  let isDrawing = false;
  for (const [index, { score }] of trend.entries()) {
    if (score === undefined) isDrawing = false;
    else if (isDrawing) context.lineTo(xOf(index), yOf(score));
    else {
      context.moveTo(xOf(index), yOf(score));
      isDrawing = true;
    }
  }
  context.stroke();
  for (const [index, { score }] of trend.entries()) {
    if (score === undefined) continue;
    context.beginPath();
    context.arc(xOf(index), yOf(score), index === trend.length - 1 ? 5 : 3, 0, 2 * Math.PI);
    context.fill();
  }
  return canvas.toBuffer('image/png');
}
