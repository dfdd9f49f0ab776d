import { describe, expect, it } from '@jest/globals';
import type { IncomingHttpHeaders } from 'node:http';
import { preamble } from './preamble.js';
import { readRequest } from './request.js';

const read = (search: string, headers: IncomingHttpHeaders = {}, method = 'POST') =>
  readRequest(method, new URL(`http://127.0.0.1/?${search}`), headers, [], () => 'generated');

describe('readRequest', () => {
  it('tells settings, parameters and what concerns HTTP alone apart', () => {
    const request = read(
      'query=select+1&database=d&query_id=q&session_id=s&wait_end_of_query=1&param_x=1&max_threads=2&default_format=CSV',
    );
    expect([...request.settings]).toEqual([['max_threads', '2']]);
    expect([...request.params]).toEqual([['x', '1']]);
    expect(request).toMatchObject({ database: 'd', queryId: 'q', defaultFormat: 'CSV' });
  });

  it('answers in TabSeparated and under a new id unless told otherwise', () => {
    expect(read('')).toMatchObject({
      defaultFormat: 'TabSeparated',
      queryId: 'generated',
      database: undefined,
    });
  });

  it('compresses only when the client accepts gzip and asked for compression', () => {
    const accepts = { 'accept-encoding': 'gzip, deflate' };
    expect(read('enable_http_compression=1', accepts).acceptsGzip).toBe(true);
    expect(read('', accepts).acceptsGzip).toBe(false);
    expect(read('enable_http_compression=0', accepts).acceptsGzip).toBe(false);
    expect(read('enable_http_compression=1').acceptsGzip).toBe(false);
  });

  it.each([
    ['param_a-b=1', /Code: 36\..*'a-b'/],
    ['max;threads=1', /Code: 36\..*'max;threads'/],
    ['default_format=JSON+x', /Code: 73\./],
    ['compress=1', /Code: 48\..*gzip/],
    ['role=analyst', /Code: 511\..*analyst/],
  ])('refuses %s', (search, message) => {
    expect(() => read(search)).toThrow(message);
  });
});

describe('preamble', () => {
  it('quotes values, so that none of them is read as SQL', () => {
    const sql = preamble(
      read(`param_x=${encodeURIComponent("a'b\\c\0")}&log_level=${encodeURIComponent("'; drop table t")}`),
    );
    expect(sql).toContain(`param_x = 'a\\'b\\\\c\\0'`);
    expect(sql).toContain(`log_level = '\\'; drop table t'`);
  });

  it('quotes the database', () => {
    expect(preamble(read(`database=${encodeURIComponent('a`b')}`))).toContain('USE `a\\`b`');
  });

  it('lets a reader set anything but what limits readers', () => {
    expect(preamble(read('role=reader&output_format_parallel_formatting=1'))).toMatch(
      /parallel_formatting = '1'.*parallel_formatting = 0; SET ROLE `reader`$/,
    );
  });

  it('sets readonly last, because nothing can be set after it', () => {
    expect(preamble(read('readonly=1&max_threads=1&database=d'))).toMatch(
      /max_threads.*max_query_size.*USE.*readonly = '1'$/,
    );
  });

  it('lets GET only read', () => {
    expect(preamble(read('', {}, 'GET'))).toMatch(/SET readonly = '2'$/);
  });
});
