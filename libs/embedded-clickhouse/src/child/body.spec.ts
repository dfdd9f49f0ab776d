import { describe, expect, it } from '@jest/globals';
import { Body, MAX_STATEMENT_BYTES } from './body.js';

const MEBIBYTE = Buffer.alloc(1024 * 1024, 'x');

async function* source(chunks: readonly Buffer[], taken: Buffer[] = []): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    await Promise.resolve();
    taken.push(chunk);
    yield chunk;
  }
}

describe('Body', () => {
  it('puts the query parameter in front', async () => {
    const body = await Body.open(Buffer.from('insert\n'), source([Buffer.from('a'), Buffer.from('b')]));
    expect(body.head.toString()).toBe('insert\nab');
    expect(body.complete).toBe(true);
  });

  it('reads only the head until the rest is asked for', async () => {
    const taken: Buffer[] = [];
    const body = await Body.open(Buffer.alloc(0), source([MEBIBYTE, MEBIBYTE, MEBIBYTE], taken));
    expect(taken).toHaveLength(1);
    expect(body.complete).toBe(false);
    let size = 0;
    for await (const chunk of body.from(10)) size += chunk.length;
    expect(size).toBe(3 * MEBIBYTE.length - 10);
  });

  it('refuses a statement beyond the limit', async () => {
    const many = Array.from({ length: MAX_STATEMENT_BYTES / MEBIBYTE.length + 1 }, () => MEBIBYTE);
    const body = await Body.open(Buffer.alloc(0), source(many));
    await expect(body.whole()).rejects.toThrow(/Code: 229\./);
  });
});
