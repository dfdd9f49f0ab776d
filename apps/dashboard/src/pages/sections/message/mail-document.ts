import { type MailContent } from '../../../api/messages.js';

/** Nothing is fetched and nothing runs: what a mail shows it brings along. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

const HEAD = `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank">`;

export type Scheme = 'light' | 'dark';

/**
 * A mail as a document for a frame of its own: its picture in place of the reference to it, links that open beside the
 * dashboard, and nothing loaded from elsewhere.
 *
 * @param scheme that the reader chose; `undefined`: the mail follows the system by itself, as in a mail program
 */
export function mailDocument(
  { html, picture }: Pick<MailContent, 'html' | 'picture'>,
  scheme?: Scheme,
): string {
  return framed(scheme === undefined ? html : inScheme(html, scheme), picture);
}

/** As it would be if the system were set so: a frame's own query sees only the system. */
function inScheme(html: string, scheme: Scheme): string {
  return html
    .replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all')
    .replaceAll('color-scheme: light dark;', `color-scheme: only ${scheme};`);
}

function framed(html: string, picture: string | undefined): string {
  const withPicture =
    picture === undefined
      ? html
      : html.replaceAll('src="cid:trend"', `src="data:image/png;base64,${picture}"`);
  // Before everything that the mail says itself: a policy holds for what comes after it.
  const head = /<head[^>]*>/i.exec(withPicture);
  if (head === null) return `${HEAD}${withPicture}`;
  const at = head.index + head[0].length;
  return `${withPicture.slice(0, at)}${HEAD}${withPicture.slice(at)}`;
}

/** A body for a chat or a program as people can read it; what is no JSON stays as it is. */
export function readableJson(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
