import { describe, expect, it } from '@jest/globals';
import { type FigureDeclaration, type FigureShape } from '@hearback/domain/metrics';
import { changeOf } from './change.js';
import { type ShownFigure } from './figure.js';

const HOUR = 3600;
const known = (value: number): ShownFigure => ({ kind: 'value', text: String(value), title: '', value });
const moreThan = (value: number): ShownFigure => ({ kind: 'more-than', text: `>${value}`, title: '', value });
const none: ShownFigure = { kind: 'none', text: '–', title: '' };

const figure = (shape: FigureShape, better?: 'lower' | 'higher'): FigureDeclaration => ({
  name: 'x',
  label: 'X',
  shape,
  additive: false,
  ...(better !== undefined && { better }),
});
const wait = figure('quantile', 'lower');
const changed = (now: ShownFigure, before: ShownFigure, of: FigureDeclaration): string => {
  const { direction, text } = changeOf(now, before, of);
  return `${direction}: ${text}`;
};

describe('how a figure moved', () => {
  it('given waits, then less is better, and less than a minute is nothing', () => {
    expect(changed(known(5 * HOUR), known(2 * HOUR), wait)).toBe('worse: 3 h longer');
    expect(changed(known(2 * HOUR), known(5 * HOUR), wait)).toBe('better: 3 h shorter');
    expect(changed(known(2 * HOUR), known(2 * HOUR + 30), wait)).toBe('none: no change');
  });

  it('given rates and counts, then in points and pieces', () => {
    expect(changed(known(0.5), known(0.62), figure('rate', 'higher'))).toBe('worse: −12 points');
    expect(changed(known(12), known(9), figure('count', 'lower'))).toBe('worse: 3 more');
    expect(changed(known(12), known(9), figure('count'))).toBe('neutral: 3 more');
  });

  it('given a bound, then nothing is subtracted, and a direction is told only without doubt', () => {
    expect(changed(known(2), moreThan(5), wait)).toBe('better: was >5');
    expect(changed(known(7), moreThan(5), wait)).toBe('unknown: was >5');
    expect(changed(moreThan(5), known(2), wait)).toBe('worse: was 2');
    expect(changed(moreThan(2), known(5), wait)).toBe('unknown: was 5');
    expect(changed(moreThan(9), moreThan(5), wait)).toBe('unknown: was >5');
  });

  it('given nothing on one side, then nothing is claimed', () => {
    expect(changed(known(2), none, wait)).toBe('unknown: nothing to compare with');
    expect(changed(none, known(2), wait)).toBe('unknown: was 2');
  });
});
