import { describe, expect, it } from '@jest/globals';
import { completed, instant, merged, responded, SOURCE } from '../testing/index.js';
import { frozenExamples } from '../testing/frozen-examples.js';
import { catalogue, keyOf } from './catalogue.js';
import {
  CLOCK_TOLERANCE_MS,
  contentOf,
  decodeBytes,
  decodeEvent,
  toCloudEvent,
  type Decoded,
  type Rejection,
} from './decode.js';

const RECEIVED = '2026-04-01T00:00:00.000Z';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const accepted = (decoded: Decoded) => {
  if ('event' in decoded) return decoded.event;
  throw new Error(JSON.stringify(decoded.rejection));
};
const refused = (decoded: Decoded): Rejection => {
  if ('rejection' in decoded) return decoded.rejection;
  throw new Error(`accepted: ${JSON.stringify(decoded.event)}`);
};
const pathsOf = (decoded: Decoded) => refused(decoded).problems.map(({ path }) => path);

const completion = (data: object = {}, envelope: object = {}) => ({
  specversion: '1.0',
  id: 'evt-1',
  source: SOURCE,
  type: 'hearback.interview.completed.v1',
  time: '2026-03-04T10:05:00Z',
  ...envelope,
  data: { applicationId: 'app-1', interviewId: 'int-1', endedAt: '2026-03-04T10:00:00Z', ...data },
});
const decode = (data: object = {}, envelope: object = {}) =>
  decodeEvent(completion(data, envelope), RECEIVED);
const dataOf = (data: object) => accepted(decode(data)).data as Record<string, unknown>;

/** The same instant on a clock one hour ahead; anything else as it is. */
function oneHourEast(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT.*Z$/.test(value)) return value;
  return new Date(Date.parse(value) + 3_600_000).toISOString().replace('Z', '+01:00');
}

describe('given the frozen examples (testing/frozen-examples.ts)', () => {
  it('then they are the examples of the catalogue, word for word', () => {
    expect(catalogue.map(({ example }) => example)).toEqual(frozenExamples);
  });

  it.each(frozenExamples.map((example) => ({ type: example['type'], example })))(
    'when $type is decoded then nothing of it is lost, and its CloudEvent decodes to the same event',
    ({ type, example }) => {
      const event = accepted(decodeBytes(bytesOf(example), RECEIVED));
      expect(event).toEqual({
        id: example['id'],
        source: example['source'],
        type,
        subject: keyOf(event),
        time: example['time'],
        recordedTime: RECEIVED,
        data: example['data'],
      });
      expect(accepted(decodeBytes(bytesOf(toCloudEvent(event)), RECEIVED))).toEqual(event);
      expect(toCloudEvent(event)).toMatchObject({ partitionkey: keyOf(event), recordedtime: RECEIVED });
    },
  );

  it.each(frozenExamples.map((example) => ({ type: example['type'], example })))(
    'when $type tells its instants with an offset then it is the same event',
    ({ example }) => {
      const text = JSON.stringify(example, (name, value: unknown) =>
        name === 'time' ? value : oneHourEast(value),
      );
      expect(accepted(decodeBytes(new TextEncoder().encode(text), RECEIVED))).toEqual(
        accepted(decodeEvent(example, RECEIVED)),
      );
    },
  );
});

describe('given a valid event', () => {
  it('when it has unknown attributes and fields then they are ignored', () => {
    const event = accepted(decode({ mood: 'good', notes: { deep: [1] } }, { traceparent: '00-1' }));
    expect(event).toEqual(accepted(decode()));
  });

  it('when fields are null then they are absent, required ones too', () => {
    expect(
      accepted(decode({ stage: null, startedAt: null }, { datacontenttype: null, partitionkey: null })),
    ).toEqual(accepted(decode()));
    expect(pathsOf(decode({ endedAt: null }))).toEqual(['data.endedAt']);
    expect(pathsOf(decode({ interviewers: [null] }))).toEqual(['data.interviewers.0']);
  });

  it('when instants have offsets or other precisions then they are kept in UTC to the millisecond', () => {
    const event = accepted(
      decode(
        { startedAt: '2026-03-04T09:00:00.1239+00:00', endedAt: '2026-03-04T11:00:00+01:00' },
        { time: '2026-03-04T04:05:00.5-06:00' },
      ),
    );
    expect(event.time).toBe('2026-03-04T10:05:00.500Z');
    expect(event.data).toMatchObject({
      startedAt: '2026-03-04T09:00:00.123Z',
      endedAt: '2026-03-04T10:00:00.000Z',
    });
  });

  it.each([
    ['Thanks for  your time.\nWe liked it', 7],
    ['', 0],
    [' \t\n', 0],
    ['Grüße, 日本 👋', 3],
  ])('when it carries the text %j then %d words are counted and the text is dropped', (text, wordCount) => {
    const sent = { ...toCloudEvent(responded()), data: { ...responded().data, text } };
    const event = accepted(decodeEvent(sent, RECEIVED));
    expect(event.data).toMatchObject({ wordCount });
    expect(JSON.stringify(event)).not.toContain('text');
  });

  it('when it carries a text and a count then the count of the source stands', () => {
    const sent = {
      ...toCloudEvent(responded()),
      data: { ...responded({ wordCount: 7 }).data, text: 'one two' },
    };
    expect(accepted(decodeEvent(sent, RECEIVED)).data).toMatchObject({ wordCount: 7 });
  });

  it.each(['body', 'feedbackText', 'notes', 'name', 'email'])('then a field "%s" never gets in', (field) => {
    expect(JSON.stringify(accepted(decode({ [field]: 'secret' })))).not.toContain('secret');
  });

  it('then its content is what makes it the same: not the order of fields, not when it was recorded', () => {
    const event = completed({ time: '2026-03-05T10:00:00Z' });
    const turned = {
      ...event,
      data: Object.fromEntries(Object.entries(event.data).reverse()) as typeof event.data,
    };
    expect(contentOf(turned)).toBe(contentOf(event));
    expect(contentOf({ ...event, time: '2026-03-06T10:00:00.000Z' })).not.toBe(contentOf(event));
    expect(contentOf(completed({ stage: 'Screen' }))).not.toBe(contentOf(completed({ stage: 'Onsite' })));
  });

  it('then which pseudonym its candidate has makes it no other event, and whether it names one does', () => {
    const [before, after] = [completed({ candidateId: 'c_1' }), completed({ candidateId: 'c_2' })];
    expect(contentOf(after)).toBe(contentOf(before));
    expect(contentOf(completed({ candidateId: undefined }))).not.toBe(contentOf(before));
    expect(contentOf(merged({ fromCandidateId: 'c_3' }))).toBe(contentOf(merged({ fromCandidateId: 'c_4' })));
  });
});

describe('given a message that is no event', () => {
  it.each([
    ['not JSON', '{"id":', 'not-json', ['']],
    ['nothing', '', 'not-json', ['']],
    ['JSON, but no object', '[]', 'not-cloudevent', ['']],
    ['null', 'null', 'not-cloudevent', ['']],
    ['a number', '1', 'not-cloudevent', ['']],
    ['an empty object', '{}', 'not-cloudevent', ['specversion', 'id', 'source', 'type', 'time', 'data']],
  ])('when it is %s then it is rejected as such', (_, text, reason, paths) => {
    const decoded = decodeBytes(new TextEncoder().encode(text), RECEIVED);
    expect([refused(decoded).reason, pathsOf(decoded)]).toEqual([reason, paths]);
  });

  it('when its bytes are not UTF-8 then it is not JSON', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"id":"'), 0xff, 0x22, 0x7d]);
    expect(refused(decodeBytes(bytes, RECEIVED)).reason).toBe('not-json');
  });

  it('when it has more than 1 MiB then it is too large, and at exactly 1 MiB it is not', () => {
    const padded = (bytes: number) => {
      const empty = bytesOf(completion({ padding: '' })).byteLength;
      return bytesOf(completion({ padding: 'x'.repeat(bytes - empty) }));
    };
    expect(accepted(decodeBytes(padded(1024 * 1024), RECEIVED)).id).toBe('evt-1');
    expect(refused(decodeBytes(padded(1024 * 1024 + 1), RECEIVED)).reason).toBe('too-large');
  });

  it.each([
    ['hearback.interview.completed.v2', 'unsupported-version'],
    ['hearback.interview.completed.v0', 'unsupported-version'],
    ['hearback.interview.complete.v1', 'unknown-type'],
    ['hearback.interview.completed', 'unknown-type'],
    ['com.example.other', 'unknown-type'],
    ['__proto__', 'unknown-type'],
    ['constructor', 'unknown-type'],
  ])('when its type is %s then it is rejected as %s', (type, reason) => {
    const decoded = decode({}, { type });
    expect([refused(decoded).reason, pathsOf(decoded)]).toEqual([reason, ['type']]);
  });

  it('when several fields are wrong then all are told at once, with their paths', () => {
    const decoded = decode(
      {
        applicationId: 17,
        interviewId: '',
        endedAt: 'yesterday',
        interviewers: [{ id: 'emp-1' }],
        url: 'nope',
      },
      { partitionkey: 'app-9' },
    );
    expect(refused(decoded).reason).toBe('invalid-data');
    expect(pathsOf(decoded).sort()).toEqual(
      [
        'data.applicationId',
        'data.endedAt',
        'data.interviewers.0.scorecardRequired',
        'data.interviewId',
        'data.url',
      ].sort(),
    );
  });

  it('when envelope and data are wrong then both are told, and the envelope gives the reason', () => {
    const decoded = decode({ endedAt: undefined, stage: 7 }, { id: undefined, specversion: '0.3' });
    expect(refused(decoded).reason).toBe('not-cloudevent');
    expect(pathsOf(decoded)).toEqual(['specversion', 'id', 'data.stage', 'data.endedAt']);
  });

  it('when its time lies in the future and its data is wrong then both are told', () => {
    const decoded = decode({ stage: 7 }, { time: '2027-01-01T00:00:00Z' });
    expect(refused(decoded).reason).toBe('time-out-of-range');
    expect(pathsOf(decoded)).toEqual(['time', 'data.stage']);
  });

  it('when its partition key is of something else then that is told', () => {
    expect(pathsOf(decode({}, { partitionkey: 'app-2' }))).toEqual(['partitionkey']);
    expect(accepted(decode({}, { partitionkey: 'app-1' })).subject).toBe('app-1');
  });
});

describe('given the time of an event', () => {
  const at = (time: string) => decodeEvent({ ...completion(), time }, RECEIVED);
  const ahead = (ms: number) => new Date(instant(RECEIVED) + ms).toISOString();

  it('when it is ahead of ours by the tolerance then it is taken, and a millisecond more is the future', () => {
    expect(accepted(at(ahead(CLOCK_TOLERANCE_MS))).time).toBe('2026-04-01T00:05:00.000Z');
    expect(refused(at(ahead(CLOCK_TOLERANCE_MS + 1))).reason).toBe('time-out-of-range');
  });

  it.each([
    '1989-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00Z',
    '2200-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('when it is %s then it is out of range', (time) => {
    expect([refused(at(time)).reason, pathsOf(at(time))]).toEqual(['time-out-of-range', ['time']]);
  });

  it.each(['2026-03-04', '2026-03-04T10:05:00', '2026-02-30T10:05:00Z', '04.03.2026', '1772618700', ''])(
    'when it is %j then it is no instant',
    (time) => {
      expect([refused(at(time)).reason, new Set(pathsOf(at(time)))]).toEqual([
        'not-cloudevent',
        new Set(['time']),
      ]);
    },
  );

  it.each([
    ['startedAt', { startedAt: '2026-03-04T10:05:00.001Z', endedAt: '2026-03-04T10:05:00.000Z' }],
    ['endedAt', { endedAt: '2026-03-04T10:05:00.001Z' }],
  ])('when %s is later by a millisecond then it is refused', (field, data) => {
    expect(pathsOf(decode(data))).toContain(`data.${field}`);
  });

  it('when something ended, started or was submitted at that very time then it is taken', () => {
    const time = '2026-03-04T10:05:00.000Z';
    expect(dataOf({ startedAt: time, endedAt: time })).toMatchObject({ startedAt: time, endedAt: time });
    const card = frozenExamples.find(({ type }) => type === 'hearback.scorecard.submitted.v1')!;
    const submitted = (submittedAt: string) =>
      decodeEvent({ ...card, data: { ...(card['data'] as object), submittedAt } }, RECEIVED);
    expect(accepted(submitted('2026-03-02T11:05:00.000Z')).type).toBe('hearback.scorecard.submitted.v1');
    expect(pathsOf(submitted('2026-03-02T11:05:00.001Z'))).toEqual(['data.submittedAt']);
  });

  it('when a plan lies after it then it is taken: plans are about the future', () => {
    expect(dataOf({ startsAt: '2026-09-01T09:00:00Z', endsAt: '2026-09-01T09:00:00Z' })).toMatchObject({
      startsAt: '2026-09-01T09:00:00.000Z',
    });
  });

  it.each([
    ['data.endsAt', { startsAt: '2026-09-01T09:00:00Z', endsAt: '2026-09-01T08:59:59.999Z' }],
    ['data.endedAt', { startedAt: '2026-03-04T10:00:00.001Z' }],
  ])('when %s is before its start then it is refused', (path, data) => {
    expect(pathsOf(decode(data))).toEqual([path]);
  });
});

describe('given hostile input', () => {
  it('when it is nested half a million deep then it is refused or ignored, and nothing overflows', () => {
    const deep = '['.repeat(500_000) + ']'.repeat(500_000);
    const withDeepField = JSON.stringify(completion()).replace(
      '"endedAt"',
      `"extra":${'['.repeat(9e4)}${']'.repeat(9e4)},"endedAt"`,
    );
    for (const text of [deep, withDeepField])
      expect(refused(decodeBytes(new TextEncoder().encode(text), RECEIVED))).toMatchObject({
        reason: 'too-large',
        problems: [{ message: expect.stringMatching(/at most/) as unknown }],
      });
    expect(accepted(decodeEvent(JSON.parse(withDeepField), RECEIVED))).toEqual(accepted(decode()));
  });

  it('when it has a hundred thousand keys then it is refused for that, and 9,900 unknown ones are ignored', () => {
    const withKeys = (keys: number): Uint8Array => {
      const extra = Object.fromEntries(Array.from({ length: keys }, (_, n) => [`k${n}`, 1]));
      const { data } = completion();
      return new TextEncoder().encode(JSON.stringify({ ...completion(), data: { ...data, ...extra } }));
    };
    expect(refused(decodeBytes(withKeys(100_000).subarray(0, 1024 * 1024), RECEIVED))).toMatchObject({
      reason: 'too-large',
      problems: [{ message: expect.stringContaining('at most 10000 values') as unknown }],
    });
    expect(accepted(decodeBytes(withKeys(9_900), RECEIVED))).toEqual(accepted(decode()));
  });

  it('when hundreds of its values are wrong then twenty problems are told, and how many more there are', () => {
    const { data } = completion();
    const interviewers = Array.from({ length: 100 }, () => ({ id: 7 }));
    const { problems } = refused(decodeEvent({ ...completion(), data: { ...data, interviewers } }, RECEIVED));
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)?.message).toMatch(/^180 further problems are not listed$/);
  });

  it('when it names __proto__ then nothing is inherited and no prototype changes', () => {
    const text = JSON.stringify(completion()).replace(
      '"endedAt"',
      '"__proto__":{"polluted":true,"stage":"Onsite"},"constructor":{"prototype":{"polluted":true}},"endedAt"',
    );
    const event = accepted(decodeBytes(new TextEncoder().encode(text), RECEIVED));
    expect(event).toEqual(accepted(decode()));
    expect((event.data as Record<string, unknown>)['stage']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('when its whole data hangs on __proto__ then it is missing', () => {
    const text = JSON.stringify(completion()).replace('"data":', '"__proto__":');
    expect(pathsOf(decodeBytes(new TextEncoder().encode(text), RECEIVED))).toEqual(['data']);
  });

  it.each([
    ['half a surrogate pair', 'app-\ud800'],
    ['the other half', '\udc00app'],
    ['a line break', 'app\n1'],
    ['a NUL', 'app\u0000'],
    ['a C1 control', 'app\u0085'],
    ['nothing', ''],
    ['more than 200 characters', 'x'.repeat(201)],
    ['a huge string', 'x'.repeat(900_000)],
    ['a number', 42],
    ['a boolean', true],
    ['a list', ['app-1']],
    ['an object', { toString: 'app-1' }],
  ])('when an id is %s then it is refused, wherever it stands', (_, id) => {
    expect(new Set(pathsOf(decode({ applicationId: id })))).toEqual(new Set(['data.applicationId']));
    expect(new Set(pathsOf(decode({ teamId: id })))).toEqual(new Set(['data.teamId']));
    expect(new Set(pathsOf(decode({}, { id })))).toEqual(new Set(['id']));
  });

  it.each([
    'app-1',
    'ä',
    '👋',
    'مرحبا',
    'a b',
    '../../etc/passwd',
    "'; DROP TABLE events; --",
    'x'.repeat(200),
  ])('when an id is %j then it is kept as it is', (applicationId) => {
    expect(accepted(decode({ applicationId })).subject).toBe(applicationId);
  });

  it.each([
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['ftp://ats.example.com'],
    ['//ats.example.com'],
    ['\ud800'],
  ])('when a link is %j then it is refused', (url) => {
    expect(new Set(pathsOf(decode({ url })))).toEqual(new Set(['data.url']));
  });

  it.each([-1, 1.5, 1e9, '180'])('when a count is %j then it is refused', (wordCount) => {
    const sent = { ...toCloudEvent(responded()), data: { ...responded().data, wordCount } };
    expect(pathsOf(decodeEvent(sent, RECEIVED))).toEqual(['data.wordCount']);
  });

  it('then the same value is judged the same every time', () => {
    const value = completion({ stage: 7 }, { id: 1 });
    expect(decodeEvent(value, RECEIVED)).toEqual(decodeEvent(structuredClone(value), RECEIVED));
  });
});
