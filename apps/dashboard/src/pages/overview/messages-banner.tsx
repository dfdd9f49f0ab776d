import { Link } from 'react-router';
import { useTroubles } from '../../api/use-troubles.js';
import { type View } from '../../filters/view.js';
import { Banner } from '../../states/banner.js';
import { tellTroubles } from '../sections/message/troubles.js';

interface MessagesBannerProps {
  readonly view: View;
  readonly isEnabled: boolean;
}

/** A score that did not arrive is nobody's news: it is told where somebody looks every day. */
export function MessagesBanner({ view, isEnabled }: MessagesBannerProps) {
  // What is so now is no part of the past.
  const troubles = useTroubles(isEnabled && view.filter.asOf === undefined);
  if (troubles.status !== 'shown' || view.filter.asOf !== undefined) return null;
  const text = tellTroubles(troubles.value);
  if (text === '') return null;
  return (
    <Banner kind="notice" testId="messages-banner">
      <p>
        {text} <Link to="/messages">See them, and send again</Link>
      </p>
    </Banner>
  );
}
