import { useLayoutEffect, useRef, useState } from 'react';
import { type Content, type MailContent } from '../../../api/messages.js';
import { useChosenScheme } from '../../../shell/theme.js';
import { CHANNEL_NAMES } from './words.js';
import { mailDocument, readableJson } from './mail-document.js';

/** What a receiver gets: a mail as it looks, or a body as it is posted. */
export function MessageContent({ content }: { readonly content: Content }) {
  if (content.channel === 'mail') return <Mail mail={content} />;
  return (
    <pre
      className="message-body"
      tabIndex={0}
      role="region"
      aria-label={`What is posted to ${CHANNEL_NAMES[content.channel]}`}
      data-testid="message-body"
    >
      {readableJson(content.body)}
    </pre>
  );
}

function Mail({ mail }: { readonly mail: MailContent }) {
  const { subject, text, attachment } = mail;
  return (
    <div className="mail">
      <p className="mail-subject">
        <span className="muted">Subject</span> <strong dir="auto">{subject}</strong>
      </p>
      <MailFrame mail={mail} />
      <details className="message-text">
        <summary>The same as plain text, for readers that show no HTML</summary>
        <pre className="message-body" tabIndex={0} role="region" aria-label="The mail as plain text">
          {text}
        </pre>
      </details>
      {attachment !== undefined && (
        <details className="message-text">
          <summary>Attached: {attachment.name}</summary>
          <pre className="message-body" tabIndex={0} role="region" aria-label={`The file ${attachment.name}`}>
            {attachment.text}
          </pre>
        </details>
      )}
    </div>
  );
}

/**
 * In a document of its own where no script runs, as high as the mail. Of the same origin, or its height could not be
 * read; without scripts that opens nothing.
 */
function MailFrame({ mail }: { readonly mail: MailContent }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(480);
  const scheme = useChosenScheme();
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const measure = (): void => {
      const body = element.contentDocument?.body;
      if (body != null && body.scrollHeight > 0) setHeight(body.scrollHeight);
    };
    element.addEventListener('load', measure);
    // Narrower, a mail is higher.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener('load', measure);
      observer.disconnect();
    };
  }, []);
  return (
    <iframe
      ref={frame}
      className="mail-frame"
      title={`The mail: ${mail.subject}`}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={mailDocument(mail, scheme)}
      style={{ height }}
      data-testid="mail-frame"
    />
  );
}
