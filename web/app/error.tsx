'use client';

/** Whatever breaks on the screen, what was saved is saved. */
export default function ErrorScreen({ reset }: { reset: () => void }) {
  return (
    <main className="grid h-dvh place-items-center bg-ground px-6">
      <div className="max-w-sm text-center">
        <h1 className="text-xl font-semibold">Something broke on this page</h1>
        <p className="mt-2 mb-6 text-ink-soft">What you saved is still on this device.</p>
        <div className="flex justify-center gap-2">
          <button type="button" onClick={reset} className="min-h-target rounded-md border border-line-strong px-4">
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
