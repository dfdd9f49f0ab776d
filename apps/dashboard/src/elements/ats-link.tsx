import { type ComponentProps } from 'react';

interface AtsLinkProps extends Pick<
  ComponentProps<'a'>,
  'onPointerDown' | 'onMouseDown' | 'onClick' | 'onKeyDown'
> {
  readonly url: string | null | undefined;
  readonly label: string;
}

/** To the application in the system it came from. Only web addresses become links: they come with events. */
export function AtsLink({ url, label, ...handlers }: AtsLinkProps) {
  if (typeof url !== 'string' || !/^https?:\/\//.test(url)) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className="ats"
      data-testid="ats-link"
      {...handlers}
    >
      <span aria-hidden="true">↗</span>
      <span className="visually-hidden">{label} (opens in a new window)</span>
    </a>
  );
}
