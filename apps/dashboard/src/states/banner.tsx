import { type ReactNode } from 'react';

interface BannerProps {
  readonly kind: 'past' | 'sample' | 'notice' | 'stale';
  readonly testId: string;
  readonly children: ReactNode;
}

export function Banner({ kind, testId, children }: BannerProps) {
  return (
    <div className={`banner banner-${kind}`} data-testid={testId} role={kind === 'stale' ? 'status' : 'note'}>
      {children}
    </div>
  );
}
