import { Component, type ReactNode } from 'react';
import { NotLoaded } from '../elements/lazy-again.js';
import { PageAway } from './page-away.js';

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

  private readonly drawAgain = (): void => this.setState({ error: undefined });

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (error instanceof NotLoaded) return <PageAway error={error} onLoaded={this.drawAgain} />;
    return (
      <div className="card state state-outage" role="alert" data-testid="page-failed">
        <h1>This page could not be opened</h1>
        <p>Something in it is broken ({error.message}). No figure is lost.</p>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          Load it again
        </button>
      </div>
    );
  }
}
