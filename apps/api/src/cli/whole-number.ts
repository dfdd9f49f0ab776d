import { WrongUse } from './failure.js';

/** @throws WrongUse unless the text is a whole number within the bounds */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new WrongUse(`${option} must be a whole number from ${min} to ${max}, not "${text}"`);
}
