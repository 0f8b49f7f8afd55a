import { useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { Link } from '../shell/link.tsx';
import { Button } from '../ui/button.tsx';
import { addExample } from './add-example.ts';

/** Something to try things with, for those who have nothing here yet. */
export function ExampleSection() {
  const cairn = useCairn();
  const [isBusy, setBusy] = useState(false);
  return (
    <>
      <p className="mb-4 text-ink-soft text-pretty">
        Three lists, some tasks and two notes. One undo takes them away again. Or see on two devices side by side what
        happens when the network goes.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          disabled={isBusy}
          onClick={() => {
            setBusy(true);
            void addExample(cairn).finally(() => setBusy(false));
          }}
        >
          Add the example
        </Button>
        <Link
          href="/tour"
          className="inline-flex min-h-target items-center rounded-md px-3 text-sm font-medium text-accent underline-offset-4 hover:underline"
        >
          See it without a network
        </Link>
      </div>
    </>
  );
}
