import { Component, type ReactNode } from 'react';
import { RETRY_MS } from '../api/use-fetched.js';
import { NotLoaded } from './lazy-again.js';

interface LoadBoundaryProps {
  /** What stands in its place. */
  readonly fallback: ReactNode;
  /**
   * Asks until it comes. Otherwise only who opens it again asks again: a panel that opened by itself later would take the
   * focus from whoever has gone on.
   */
  readonly byItself?: boolean;
  readonly children: ReactNode;
}

/** A part that can't be loaded (the service is away) leaves the rest of the page alone. */
export class LoadBoundary extends Component<LoadBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  private isThere = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount(): void {
    this.isThere = true;
  }

  override componentWillUnmount(): void {
    this.isThere = false;
    clearTimeout(this.timer);
  }

  override componentDidCatch(error: Error): void {
    if (error instanceof NotLoaded) void this.tryAgain(error);
  }

  private async tryAgain(error: NotLoaded): Promise<void> {
    try {
      await error.again();
      if (this.isThere) this.setState({ hasFailed: false });
    } catch {
      if (this.isThere && this.props.byItself === true)
        this.timer = setTimeout(() => void this.tryAgain(error), RETRY_MS);
    }
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
