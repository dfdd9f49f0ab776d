import { describe, expect, it } from '@jest/globals';
import { readAnswer } from './data-send-import.js';

const state = {
  id: '1',
  state: 'done',
  dryRun: false,
  bytes: 1,
  rows: 2,
  counts: { events: 2, recorded: 2, duplicate: 0, rejected: 0, ignored: 0, failed: 0 },
  startedAt: '2026-03-02T10:00:00Z',
  firstFailures: [],
};

describe('what became of a file that was sent', () => {
  it('given 201, then it was read to its end', () => {
    expect(readAnswer(201, state)).toEqual({ kind: 'done', state });
  });

  it('given an answer that is none, then nobody is told that it is done', () => {
    expect(readAnswer(201, '<html>')).toMatchObject({ kind: 'broke-off', state: undefined });
    expect(readAnswer(502, undefined)).toMatchObject({
      kind: 'broke-off',
      message: 'The service answered with status 502.',
    });
  });

  it('given faults of the mapping, then each with its place', () => {
    const faults = [{ path: 'rules.0.event', message: 'is not in the catalogue' }];
    expect(readAnswer(422, { detail: 'The mapping has problems', problems: faults })).toEqual({
      kind: 'mapping',
      faults,
    });
  });

  it('given a file that is wrong, then why, and how far it came', () => {
    expect(readAnswer(422, { detail: 'Line 3 is not text in utf-8', import: state })).toEqual({
      kind: 'file',
      message: 'Line 3 is not text in utf-8',
      state,
    });
    expect(readAnswer(400, { detail: 'The part is missing' })).toMatchObject({ kind: 'file' });
  });

  it('given a service that went away or has too much to do, then it can be run again', () => {
    expect(readAnswer(503, { detail: 'The import broke off', import: state })).toEqual({
      kind: 'broke-off',
      message: 'The import broke off',
      state,
    });
    expect(readAnswer(429, {})).toMatchObject({ kind: 'broke-off' });
  });
});
