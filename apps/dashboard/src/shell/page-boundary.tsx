import { Component, type ReactNode } from 'react';
import { ApiError } from '../api/get-json.js';
import { OutageCard } from '../states/outage-card.js';

interface PageBoundaryProps {
  /** Another page starts anew. */
  readonly page: string;
  readonly children: ReactNode;
}

interface Failed {
  readonly error: Error | undefined;
  readonly page: string;
}

/** A page that can't be loaded (the service is away) or fails says so; the frame around it stays. */
export class PageBoundary extends Component<PageBoundaryProps, Failed> {
  override state: Failed = { error: undefined, page: this.props.page };

  static getDerivedStateFromError(error: Error): Partial<Failed> {
    return { error };
  }

  static getDerivedStateFromProps({ page }: PageBoundaryProps, state: Failed): Failed | null {
    return page === state.page ? null : { error: undefined, page };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const isChunk = /import|module|chunk/i.test(error.message);
    return (
      <>
        <OutageCard
          error={new ApiError('away', isChunk ? 'This page could not be loaded.' : error.message)}
          what="This page's figures"
        />
        <p>
          <button type="button" className="button" onClick={() => window.location.reload()}>
            Load it again
          </button>
        </p>
      </>
    );
  }
}
