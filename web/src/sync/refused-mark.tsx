import { CircleAlert } from 'lucide-react';
import { explainCode } from './explain.ts';
import { MarkWords } from './pending-mark.tsx';

/** In a file of its own, with the words for every code: a first list seldom needs them. */
export function RefusedMark({ code, message }: { code: string; message: string }) {
  const words = `The server refused a change: ${explainCode(code, message)} Sync says what helps`;
  return (
    <span title={words} data-testid="refused-mark" className="grid size-4 shrink-0 place-items-center">
      <CircleAlert aria-hidden className="size-3.5! text-danger!" />
      <MarkWords>{words}</MarkWords>
    </span>
  );
}
