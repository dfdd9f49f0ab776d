import { afterEach, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ConfigurationError } from './environment.js';
import { reportFailedStart } from './failed-start.js';
import { ServiceLogger } from './service-logger.js';

afterEach(() => void jest.restoreAllMocks());

/** What is written to standard error while `work` runs. */
function written(work: () => void): string {
  let text = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((part) => (text += String(part)) !== '');
  work();
  jest.restoreAllMocks();
  return text;
}

const mistake = new ConfigurationError('PORT: must be a whole number\nHOST: is missing');

it('given a person at a terminal, then a mistake of theirs is text, without a stack', () => {
  expect(written(() => reportFailedStart(mistake, true))).toBe(
    '\nHearback could not start.\nPORT: must be a whole number\nHOST: is missing\n',
  );
});

it('given a person at a terminal, then a defect comes with its stack', () => {
  expect(written(() => reportFailedStart(new TypeError('x is not a function'), true))).toMatch(
    /^\nHearback could not start\.\nTypeError: x is not a function\n +at /,
  );
});

it.each([
  [mistake, 'PORT: must be a whole number\nHOST: is missing', undefined],
  [new Error('unforeseen'), 'unforeseen', expect.stringContaining('failed-start.spec')],
  ['thrown as text', 'thrown as text', undefined],
])('given no terminal and %p, then one line of JSON', (error, message, stack) => {
  Logger.overrideLogger(new ServiceLogger('error', false));
  const text = written(() => reportFailedStart(error, false));
  expect(text).toMatch(/^[^\n]+\n$/);
  const line = JSON.parse(text) as Record<string, unknown>;
  expect(line).toMatchObject({
    level: 'fatal',
    context: 'serve',
    message: `Hearback could not start.\n${message}`,
  });
  expect(line['stack']).toEqual(stack);
});
