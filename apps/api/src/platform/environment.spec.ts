import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, parseEnvironment } from './environment.js';

describe('the environment', () => {
  it('given nothing, then the embedded default on the loopback address', () => {
    expect(parseEnvironment({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      kafkaBrokers: undefined,
      kafkaTopic: 'hearback.events.v1',
      clickHouseUrl: undefined,
    });
  });

  it('given brokers and a server, then each is taken', () => {
    const environment = parseEnvironment({
      KAFKA_BROKERS: 'one:9092, two:9092',
      CLICKHOUSE_URL: 'http://user:secret@host:8123',
      PORT: '8080',
    });
    expect(environment).toMatchObject({ kafkaBrokers: ['one:9092', 'two:9092'], port: 8080 });
    expect(environment.clickHouseUrl).toBe('http://user:secret@host:8123');
  });

  it('given an empty variable, then it counts as unset', () => {
    expect(parseEnvironment({ KAFKA_BROKERS: '', PORT: '' })).toMatchObject({
      kafkaBrokers: undefined,
      port: 3000,
    });
  });

  it('given several mistakes, then all are told with their names', () => {
    const mistakes = {
      PORT: 'eighty',
      KAFKA_BROKERS: 'localhost',
      CLICKHOUSE_URL: 'tcp://x',
      LOG_LEVEL: 'loud',
    };
    expect(() => parseEnvironment(mistakes)).toThrow(ConfigurationError);
    expect(() => parseEnvironment(mistakes)).toThrow(
      /4 problem\(s\)[\s\S]*PORT: must be a whole number[\s\S]*KAFKA_BROKERS: must be host:port[\s\S]*CLICKHOUSE_URL[\s\S]*LOG_LEVEL/,
    );
  });
});
