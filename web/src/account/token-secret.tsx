import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';

/** Shown this once: the server keeps only a hash of it. */
export function TokenSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);

  async function copy() {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      // Not allowed here: it is selected, and can be copied by hand.
    }
  }

  return (
    <div className="space-y-4">
      <p className="rounded-md bg-notice-wash px-3 py-2 text-notice">
        Copy it now. It is shown only this once, and whoever has it may do what it may.
      </p>
      <div className="flex gap-2">
        <input
          ref={field}
          readOnly
          autoFocus
          aria-label="Secret"
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
          className="h-11 min-w-0 flex-1 rounded-md border border-edge bg-surface px-3 font-mono text-sm"
        />
        <Button className="h-11" onClick={() => void copy()}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p className="text-sm text-ink-soft">
        A program sends it as <code className="font-mono">Authorization: Bearer cairn_…</code>
      </p>
      <p role="status" className="sr-only">
        {isCopied ? 'The secret is copied.' : ''}
      </p>
      <div className="flex justify-end">
        <Button look="primary" onClick={onDone}>
          I have it
        </Button>
      </div>
    </div>
  );
}
