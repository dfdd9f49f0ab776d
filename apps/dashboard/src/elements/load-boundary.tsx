import { Component, type ReactNode } from 'react';

interface LoadBoundaryProps {
  /** What stands in its place. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** A part that can't be loaded (the service is away) leaves the rest of the page alone. */
export class LoadBoundary extends Component<LoadBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
