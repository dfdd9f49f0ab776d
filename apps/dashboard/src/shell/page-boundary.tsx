import { Component, type ReactNode } from 'react';

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
    return (
      <div className="card state state-outage" role="alert" data-testid="page-failed">
        <h1>This page could not be opened</h1>
        <p>
          Either the service was away while it was fetched, or something in it is broken ({error.message}). No
          figure is lost.
        </p>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          Load it again
        </button>
      </div>
    );
  }
}
