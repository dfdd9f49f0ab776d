import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, parseEnvironment } from './environment.js';
import { checkRoles, parseRoles, ROLES } from './roles.js';

const TOKEN = '0123456789abcdef';
const SERVERS = { KAFKA_BROKERS: 'kafka:9092', CLICKHOUSE_URL: 'http://clickhouse:8123' };
const KEYS = { HEARBACK_KEYS_URL: 'http://api:3000/', HEARBACK_KEYS_TOKEN: TOKEN };

describe('the roles of a process', () => {
  it('given none, then all; given some, then those', () => {
    expect([...parseRoles([])]).toEqual(ROLES);
    expect([...parseRoles(['projector', ' api '])]).toEqual(['projector', 'api']);
  });

  it('given words that are none, then each is named with what there is', () => {
    expect(() => parseRoles(['projektor', 'api', ''])).toThrow(
      new ConfigurationError('--role: "projektor", "" is no role; roles are api, projector, scheduler.'),
    );
  });

  it('given all of them, then the embedded default will do', () => {
    expect(() => checkRoles(parseRoles([]), parseEnvironment({}))).not.toThrow();
  });

  it.each([['api'], ['projector'], ['scheduler']])(
    'given %s alone without servers, then both are missing',
    (role) => {
      expect(() => checkRoles(parseRoles([role]), parseEnvironment({}))).toThrow(
        /KAFKA_BROKERS: is missing[\s\S]*CLICKHOUSE_URL: is missing/,
      );
    },
  );

  it('given servers, then the api needs nothing else, and the others need the owner of the keys', () => {
    const environment = parseEnvironment(SERVERS);
    expect(() => checkRoles(parseRoles(['api']), environment)).not.toThrow();
    expect(() => checkRoles(parseRoles(['api', 'projector']), environment)).not.toThrow();
    for (const role of ['projector', 'scheduler'])
      expect(() => checkRoles(parseRoles([role]), environment)).toThrow(
        new RegExp(`can't run ${role} alone; 1 problem.*\\n  HEARBACK_KEYS_URL: is missing`),
      );
    expect(() =>
      checkRoles(parseRoles(['projector']), parseEnvironment({ ...SERVERS, ...KEYS })),
    ).not.toThrow();
  });
});

describe('the environment of several processes', () => {
  it('given the owner of the keys, then without a slash at its end, and not without its token', () => {
    expect(parseEnvironment(KEYS).keys).toEqual({ url: 'http://api:3000', token: TOKEN });
    expect(() => parseEnvironment({ HEARBACK_KEYS_URL: 'http://api:3000' })).toThrow(
      /HEARBACK_KEYS_TOKEN \(or HEARBACK_KEYS_TOKEN_FILE\): is missing/,
    );
  });

  it('given a short token, then it is refused without being told', () => {
    const parse = (): unknown => parseEnvironment({ HEARBACK_KEYS_TOKEN: 'hush-hush' });
    expect(parse).toThrow(/HEARBACK_KEYS_TOKEN: must be 16 or more/);
    expect(parse).not.toThrow(/hush/);
  });

  it('given a password beside the address, then any characters go, and not two passwords', () => {
    const { clickHouseUrl } = parseEnvironment({
      CLICKHOUSE_URL: 'http://hearback@clickhouse:8123',
      CLICKHOUSE_PASSWORD: 'p@ss/w:rd%41 é',
    });
    const url = new URL(clickHouseUrl ?? '');
    expect(decodeURIComponent(url.password)).toBe('p@ss/w:rd%41 é');
    expect([url.username, url.host]).toEqual(['hearback', 'clickhouse:8123']);
    expect(() =>
      parseEnvironment({ CLICKHOUSE_URL: 'http://a:b@clickhouse:8123', CLICKHOUSE_PASSWORD: 'c' }),
    ).toThrow(/CLICKHOUSE_URL: has a password/);
    expect(() => parseEnvironment({ CLICKHOUSE_PASSWORD: 'c' })).toThrow(
      /CLICKHOUSE_PASSWORD: belongs to a server/,
    );
  });
});
