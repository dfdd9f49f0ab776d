/**
 * Elements of an Adaptive Card 1.4 (adaptivecards.io) as Microsoft Teams shows it. A TextBlock would read Markdown;
 * the runs of a RichTextBlock don't, so names stay what they are.
 */
export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large' | 'ExtraLarge';
  readonly isSubtle?: boolean;
}

type Look = Omit<TextRun, 'type' | 'text'>;
export type CardElement = Readonly<Record<string, unknown>>;

export function run(text: string, look: Look = {}): TextRun {
  return { type: 'TextRun', text, ...look };
}

export function rich(...inlines: readonly TextRun[]): CardElement {
  return { type: 'RichTextBlock', spacing: 'Medium', inlines };
}

export interface CardLink {
  readonly title: string;
  readonly url: string;
}

/** The body for the URL of a Teams workflow. */
export function cardMessage(
  body: readonly CardElement[],
  links: readonly CardLink[],
  summary: string,
): string {
  return JSON.stringify({
    type: 'message',
    summary,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: summary,
          msteams: { width: 'Full' },
          body,
          actions: links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
        },
      },
    ],
  });
}
