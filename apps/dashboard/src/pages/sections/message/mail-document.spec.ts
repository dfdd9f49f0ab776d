import { describe, expect, it } from '@jest/globals';
import { mailDocument, readableJson } from './mail-document.js';

const HTML = `<!doctype html><html><head><style>:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) { p { color: white } }</style></head><body><img src="cid:trend" /><p>cid:trend</p></body></html>`;

describe('a mail as a document of its own', () => {
  it('shows its picture, and says nothing else than the mail', () => {
    const document = mailDocument({ html: HTML, picture: 'AAAA' });
    expect(document).toContain('<img src="data:image/png;base64,AAAA" />');
    expect(document).toContain('<p>cid:trend</p>');
  });

  it('loads nothing and runs nothing, from its first element on, and opens links beside the page', () => {
    for (const html of [HTML, '<p>no head</p>']) {
      const read = new DOMParser().parseFromString(mailDocument({ html }), 'text/html');
      expect(read.head.firstElementChild?.getAttribute('content')).toContain("default-src 'none'");
      expect(read.querySelector('base')?.target).toBe('_blank');
    }
  });

  it('follows the system by itself, and what the reader chose instead', () => {
    expect(mailDocument({ html: HTML })).toContain('(prefers-color-scheme: dark)');
    const [light, dark] = (['light', 'dark'] as const).map((scheme) => mailDocument({ html: HTML }, scheme));
    expect(dark).toContain('color-scheme: only dark;');
    expect(dark).toContain('@media all {');
    expect(light).toContain('color-scheme: only light;');
    expect(light).toContain('@media not all {');
  });
});

describe('a body that is posted', () => {
  it('is written so that people can read it, and as it is where it is no JSON', () => {
    expect(readableJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(readableJson('{"a":')).toBe('{"a":');
  });
});
