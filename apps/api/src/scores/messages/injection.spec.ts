import { describe, expect, it } from '@jest/globals';
import { scorePublished } from '@hearback/domain';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import type { PublishedScore } from '../publishing/published-scores.js';
import { scoreContent, digestContent } from './compose.js';
import { plainName } from './plain-name.js';

const URL = 'https://hearback.example.com';

/** A team and a stage of that name. */
function publicationOf(name: string): PublishedScore {
  return {
    publishedAt: '2026-11-23T07:00:00.000Z',
    data: scorePublished.data.parse({
      teamId: 'a/b c?#%',
      week: '2026-W47',
      score: 71.5,
      low: 60,
      high: 80,
      n: 24,
      applications: 19,
      definitionVersion: 1,
      before: 70,
      trend: [
        { week: '2026-W46', score: 70 },
        { week: '2026-W47', score: 71.5 },
      ],
      stages: [{ stage: name.slice(0, 300), n: 24, open: 3, points: 28.5 }],
      costliest: [
        {
          applicationId: 'app"><b>',
          stage: name.slice(0, 300),
          state: 'waiting',
          startedAt: '2026-11-09T10:00:00.000Z',
          days: 9.5,
          points: 4,
        },
      ],
      waiting: { count: 3, overdue: 2, beyondPromise: 1 },
      nextStep: { rule: 'answer-promised', stage: name.slice(0, 300), count: 1, of: 1 },
      wentWell: { rule: 'quick-stage', stage: name.slice(0, 300), days: 0.5 },
    }),
  };
}

/** As the configuration may name a team: it takes any characters. */
function named(name: string): PublishedScore {
  const { publishedAt, data } = publicationOf(name);
  return { publishedAt, data: { ...data, teamName: name } };
}

const NAMES = [
  'Pay\r\nBcc: everybody@example.com\r\n\r\nHello',
  '<script>alert(1)</script><img src=x onerror=alert(2)> "\'&',
  '<!channel> <@U123> *bold* _it_ ~no~ `code` :smile: <https://evil.example|click> &lt;',
  '[click](https://evil.example) **bold** # title\n- list ![x](y)',
  '\u202egnp.exe\u2066 \u0000\u0007\u001b[31m',
];

async function mailOf(publication: PublishedScore) {
  const content = scoreContent('mail', publication, URL);
  if (content.channel !== 'mail') throw new Error('no mail');
  const { subject, text, html, picture = '' } = content;
  const sent = (await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: 'hearback@example.com',
    to: 'team@example.com',
    subject,
    text,
    html,
    attachments: [{ cid: 'trend', filename: 'trend.png', content: Buffer.from(picture, 'base64') }],
  })) as unknown as { message: Buffer };
  return { content, raw: sent.message.toString('latin1'), parsed: await simpleParser(sent.message) };
}

describe.each(NAMES)('a team and a stage called %j', (name) => {
  const plain = plainName(name);

  it('arrive in a mail as text, in the subject, in its text and in its HTML', async () => {
    const { raw, parsed, content } = await mailOf(named(name));
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
    expect(head).not.toMatch(/^bcc:/im);
    expect(head.match(/^subject:/gim)).toHaveLength(1);
    expect(parsed.subject?.startsWith(plain)).toBe(true);
    expect(parsed.text).toContain(`${plain}, week 2026-W47`);
    const html = String(parsed.html);
    expect(html).not.toMatch(/<script|<img src=x|onerror=alert\(2\)>/);
    expect(html).toContain(escaped(plain));
    // Everything that the mail refers to is its own picture or the dashboard.
    const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(4);
    for (const address of addresses)
      expect(address).toMatch(/^(https:\/\/hearback\.example\.com\/|cid:trend|data:)/);
    expect(content.html).toContain(`${URL}/teams/a%2Fb%20c%3F%23%25`);
  });

  it('arrive in Slack where nothing is markup', () => {
    const body = bodyOf('slack', named(name));
    const texts = textsIn(body['blocks']);
    expect(texts.some(({ text }) => text.includes(plain))).toBe(true);
    expect(texts.map(({ type }) => type).filter((type) => type === 'mrkdwn')).toEqual([]);
    // What notifications show is read as markup for these three characters only.
    expect(String(body['text'])).not.toMatch(/<|>|&(?!amp;|lt;|gt;)/);
    expect(body).toMatchObject({ mrkdwn: false, link_names: false, parse: 'none' });
  });

  it('arrive in Teams where nothing is markup', () => {
    const body = bodyOf('msTeams', named(name));
    const texts = textsIn(body['attachments']);
    expect(texts.some(({ text }) => text.includes(plain))).toBe(true);
    expect(new Set(texts.map(({ type }) => type))).toEqual(new Set(['TextRun']));
  });

  it('arrive in the digest as text', () => {
    const content = digestContent('mail', '2026-W47', [named(name)], URL);
    if (content.channel !== 'mail') throw new Error('no mail');
    expect(content.html).not.toMatch(/<script|<img src=x/);
    expect(content.html).toContain(escaped(plain));
    expect(content.text).toContain(`- ${plain}: 72`);
    // A spreadsheet must not take it for a formula, nor for a new line.
    expect(content.attachment?.text.trim().split('\r\n')).toHaveLength(2);
  });
});

describe('the name of a team', () => {
  it('is one line of at most 200 characters, never empty', () => {
    expect(plainName('a\r\nb\u2028c')).toBe('a b c');
    expect([...plainName('x'.repeat(500))]).toHaveLength(200);
    expect(plainName(' \u0000 ')).toBe('(no name)');
    expect(plainName('\ud800Team')).toBe('Team');
    expect(plainName('👩‍💻 שלום')).toBe('👩‍💻 שלום');
  });
});

function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

function bodyOf(channel: 'slack' | 'msTeams', publication: PublishedScore): Record<string, unknown> {
  const content = scoreContent(channel, publication, URL);
  if (content.channel === 'mail') throw new Error('no chat');
  return JSON.parse(content.body) as Record<string, unknown>;
}

/** Every element that shows text, wherever it is. */
function textsIn(value: unknown): { type: string; text: string }[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const own = typeof text === 'string' ? [{ type: String(type), text }] : [];
  return [...own, ...Object.values(value).flatMap(textsIn)];
}
