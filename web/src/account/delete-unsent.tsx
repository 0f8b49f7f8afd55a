import { useState } from 'react';
import { Button } from '../ui/button.tsx';

interface Props {
  /** “3 changes”. */
  readonly what: string;
  readonly onDelete: () => Promise<void>;
}

/** Asks once more: nothing brings them back. */
export function DeleteUnsent({ what, onDelete }: Props) {
  const [isAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  if (!isAsked) {
    return (
      <Button look="danger" onClick={() => setAsked(true)}>
        Delete {what}
      </Button>
    );
  }
  return (
    <div role="group" aria-label={`Delete ${what} for good?`} className="flex flex-wrap items-center gap-2">
      <Button
        look="danger"
        autoFocus
        disabled={isBusy}
        onClick={() => {
          setBusy(true);
          void onDelete();
        }}
      >
        Delete for good
      </Button>
      <Button look="quiet" onClick={() => setAsked(false)}>
        Keep
      </Button>
    </div>
  );
}
