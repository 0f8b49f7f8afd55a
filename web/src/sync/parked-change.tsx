import type { ParkedEvent } from '@cairn/client';
import { useCairn } from '../cairn/cairn-context.ts';
import { Button } from '../ui/button.tsx';
import { explainCode } from './explain.ts';
import { sayMutation } from './say-mutation.ts';

/** One change the server refused: why, and the two ways out. */
export function ParkedChange({ event }: { event: ParkedEvent }) {
  const cairn = useCairn();
  const { event: _, ...payload } = event.input;
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="font-medium">{sayMutation(event.mutation)}</p>
          <p className="text-sm text-ink-soft">
            {explainCode(event.code, event.message)} <span className="text-ink-faint">({event.code})</span>
          </p>
        </div>
        <div className="flex gap-2">
          <Button onClick={() => void cairn.retryParked(event.sequence)}>Try again</Button>
          <Button look="danger" onClick={() => void cairn.discardParked(event.sequence)}>
            Discard
          </Button>
        </div>
      </div>
      <details className="mt-2 text-sm text-ink-soft">
        <summary className="w-fit rounded-sm">What it says</summary>
        <pre className="mt-2 overflow-x-auto rounded-md bg-ground p-3 text-xs whitespace-pre-wrap wrap-anywhere">
          {JSON.stringify(payload, null, 2)}
        </pre>
      </details>
    </li>
  );
}
