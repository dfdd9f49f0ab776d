import { Component, type ReactNode } from 'react';
import { NotLoaded } from './lazy-again.js';

interface LoadBoundaryProps {
  /** What stands in its place. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/**
 * A part that can't be loaded (the service is away) leaves the rest of the page alone. Opening it again asks again, and
 * nothing else does: what opens by itself later would take the focus from whoever has gone on.
 */
export class LoadBoundary extends Component<LoadBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  private isThere = false;

  override componentDidMount(): void {
    this.isThere = true;
  }

  override componentWillUnmount(): void {
    this.isThere = false;
  }

  override componentDidCatch(error: Error): void {
    if (!(error instanceof NotLoaded)) return;
    error.again().then(
      () => this.isThere && this.setState({ hasFailed: false }),
      () => undefined,
    );
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
