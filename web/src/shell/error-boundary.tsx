import { Component, type ReactNode } from 'react';

interface State {
  readonly hasFailed: boolean;
}

/** Whatever breaks on the screen, what was saved is saved. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main className="grid h-dvh place-items-center bg-ground px-6">
        <div className="max-w-sm text-center">
          <h1 className="text-xl font-semibold">Something broke on this page</h1>
          <p className="mt-2 mb-6 text-ink-soft">What you saved is still on this device.</p>
          <div className="flex justify-center gap-2">
            <button
              type="button"
              onClick={() => this.setState({ hasFailed: false })}
              className="min-h-target rounded-md border border-line-strong px-4"
            >
              Try again
            </button>
            <button
              type="button"
              onClick={() => window.location.reload()}
              className="min-h-target rounded-md bg-accent px-4 font-medium text-on-accent"
            >
              Reload
            </button>
          </div>
        </div>
      </main>
    );
  }
}
