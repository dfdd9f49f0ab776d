import { describe, expect, it } from '@jest/globals';
import { parseViews, withView } from './stored-views.js';

const view = (name: string, address = '/waiting?team=a'): { name: string; address: string } => ({
  name,
  address,
});

describe('saved views', () => {
  it('given what was kept, then it comes back; given anything else, then nothing of it', () => {
    expect(parseViews(JSON.stringify([view('mine')]))).toEqual([view('mine')]);
    expect(parseViews(null)).toEqual([]);
    expect(parseViews('{')).toEqual([]);
    expect(parseViews('"x"')).toEqual([]);
    expect(parseViews(JSON.stringify([view('mine'), { name: 1 }, null]))).toEqual([view('mine')]);
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'javascript:alert(1)',
  ])('given the address %s, then it is none of this dashboard', (address) => {
    expect(parseViews(JSON.stringify([view('x', address)]))).toEqual([]);
  });

  it('given a name that is taken, then the new one stands for it', () => {
    const views = withView([view('a', '/1'), view('b', '/2')], view('a', '/3'));
    expect(views).toEqual([view('b', '/2'), view('a', '/3')]);
  });
});
