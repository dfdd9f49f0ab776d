import {
  costlyFunctions,
  costsItsLength,
  MOST_WRITTEN,
  patternOperators,
  writtenArguments,
  writtenNumbers,
} from './function-costs.js';
import type { Token } from './lexer.js';

/**
 * What makes a statement too costly for the engine, which does not interrupt the call of a function.
 * @returns why the first such thing is refused; undefined where there is none
 */
export function tooCostly(tokens: readonly Token[]): string | undefined {
  for (const [index, token] of tokens.entries()) {
    const why = whyNot(tokens, index, token);
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyNot(tokens: readonly Token[], index: number, { kind, text }: Token): string | undefined {
  if (kind === 'sign') return text === '->' ? costlyInLambda(tokens, index + 1) : undefined;
  if (kind === 'literal') return undefined;
  const name = text.toLowerCase();
  const reason = costlyFunctions.get(name);
  if (reason !== undefined) return `"${text}" can’t be used: ${reason}.`;
  if (kind === 'word' && patternOperators.has(text) && tokens[index + 1]?.kind !== 'literal') {
    return `The pattern of ${text} must be written out.`;
  }
  const number = writtenNumbers.get(name);
  const written = writtenArguments.get(name);
  const at = number ?? written;
  if (at === undefined || (kind === 'word' && patternOperators.has(text))) return undefined;
  if (!isCall(tokens, index)) return `"${text}" is a function, and can’t be used as a name.`;
  const argument = argumentsAt(tokens, index + 2)[at] ?? [];
  if (number !== undefined && !isSmallNumber(argument)) {
    return `Argument ${at + 1} of "${text}" must be written out as a number up to ${MOST_WRITTEN}.`;
  }
  if (written !== undefined && !isWritten(argument)) {
    return `Argument ${at + 1} of "${text}" must be written out.`;
  }
  return undefined;
}

/** @param from where the body of the lambda begins */
function costlyInLambda(tokens: readonly Token[], from: number): string | undefined {
  const body = argumentsAt(tokens, from)[0] ?? [];
  const costly = body.find(
    ({ kind, text }, index) =>
      (kind === 'word' || kind === 'quoted') && isCall(body, index) && costsItsLength(text),
  );
  return costly === undefined
    ? undefined
    : `"${costly.text}" can’t be used within a lambda: its cost would be multiplied by the array’s length.`;
}

/** The arguments of a call, from behind its parenthesis to the one that closes it. */
function argumentsAt(tokens: readonly Token[], from: number): Token[][] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(from)) {
    if (token.kind === 'sign') {
      if (token.text === '(' || token.text === '[') depth += 1;
      if (token.text === ')' || token.text === ']') depth -= 1;
      if (depth < 0) break;
      if (depth === 0 && token.text === ',') {
        found.push([]);
        continue;
      }
    }
    found.at(-1)?.push(token);
  }
  return found;
}

function isCall(tokens: readonly Token[], index: number): boolean {
  const next = tokens[index + 1];
  return next?.kind === 'sign' && next.text === '(';
}

function isSmallNumber(argument: readonly Token[]): boolean {
  const [only] = argument;
  if (argument.length !== 1 || only?.kind !== 'literal' || !/^\d+$/.test(only.text)) return false;
  return Number(only.text) <= MOST_WRITTEN;
}

/** A text, a number, or an array of them. */
function isWritten(argument: readonly Token[]): boolean {
  return (
    argument.length > 0 && argument.every(({ kind, text }) => kind === 'literal' || '[],'.includes(text))
  );
}
