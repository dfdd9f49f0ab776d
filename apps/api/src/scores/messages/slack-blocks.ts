/**
 * Blocks of Slack's Block Kit (docs.slack.dev/block-kit). Text goes into rich text and plain text only: there nothing
 * is markup, so a name with `*`, `<!channel>` or `:smile:` stays what it is.
 */
export interface SlackText {
  readonly type: 'text';
  readonly text: string;
  readonly style?: { readonly bold?: boolean; readonly italic?: boolean };
}

export type SlackBlock = Readonly<Record<string, unknown>>;

export function text(content: string, style?: SlackText['style']): SlackText {
  return { type: 'text', text: content === '' ? ' ' : content, ...(style === undefined ? {} : { style }) };
}

/** `Title: content`, the title bold. */
export function line(title: string, content: string): SlackText[] {
  return [text(`${title}: `, { bold: true }), text(content)];
}

/** One section per line. */
export function linesBlock(lines: readonly (readonly SlackText[])[]): SlackBlock {
  const spaced = lines.map((elements, index) => [
    ...elements,
    ...(index === lines.length - 1 ? [] : [text('\n\n')]),
  ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: spaced.flat() }] };
}

export function button(label: string, url: string): SlackBlock {
  return { type: 'button', text: { type: 'plain_text', text: label, emoji: false }, url };
}

/** What notifications show. The three characters that Slack reads as markup are escaped, the rest is switched off. */
export function fallback(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The body for an incoming webhook. */
export function slackMessage(notification: string, blocks: readonly SlackBlock[]): string {
  return JSON.stringify({
    text: notification,
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks,
  });
}

/** A header takes 150 characters. */
export function shortened(content: string): string {
  const characters = [...content];
  return content.length <= 150 ? content : `${characters.slice(0, 70).join('')}…`;
}
