import { afterEach, expect, it, jest } from '@jest/globals';
import { ServiceLogger } from './service-logger.js';

afterEach(() => void jest.restoreAllMocks());

/** What is written to both streams while `work` runs. */
function written(work: () => void): string[] {
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  work();
  jest.restoreAllMocks();
  return lines;
}

it('given fields, then a line is one JSON object with level, time, message, context and each field', () => {
  const logger = new ServiceLogger('debug', false);
  const [line = '', ...more] = written(() =>
    logger.debug(
      '3 events',
      { topic: 't', partition: 2, firstOffset: '7', message: 'not this' },
      'Projector',
    ),
  );
  expect(more).toEqual([]);
  expect(line).toMatch(/^[^\n]+\n$/);
  const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
  expect(rest).toEqual({
    level: 'debug',
    message: '3 events',
    context: 'Projector',
    pid: process.pid,
    topic: 't',
    partition: 2,
    firstOffset: '7',
  });
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

it('given an error, then its stack is in the same line', () => {
  const logger = new ServiceLogger('log', false);
  const error = new Error('on purpose');
  const lines = written(() => logger.error('failed', error.stack, 'http'));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    message: 'failed',
    stack: expect.stringContaining('on purpose') as unknown,
  });
});

it('given a level below the chosen one, or what the framework says of itself, then nothing', () => {
  const logger = new ServiceLogger('log', false);
  expect(
    written(() => {
      logger.debug('x', {}, 'Projector');
      logger.log('x', 'RouterExplorer');
    }),
  ).toEqual([]);
});

it('given a terminal, then it is a line for people without the fields', () => {
  const logger = new ServiceLogger('log', true);
  const [line = ''] = written(() => logger.log('3 events', { topic: 'secret-field' }, 'Projector'));
  expect(line).toContain('3 events');
  expect(line).not.toContain('secret-field');
});
