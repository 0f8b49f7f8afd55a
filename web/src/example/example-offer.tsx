import { useState } from 'react';
import { useCairn, useIds } from '../cairn/cairn-context.ts';
import { lists } from '../list/indexes.ts';
import { Button } from '../ui/button.tsx';
import { addExample } from './add-example.ts';

/** In an empty inbox, for as long as there is no list either: whoever has one knows their way. */
export function ExampleOffer() {
  const cairn = useCairn();
  const hasLists = useIds(lists, 'all').length > 0;
  const [isBusy, setBusy] = useState(false);
  if (hasLists) return null;
  return (
    <div className="-mt-4 pb-10 text-center">
      <Button
        disabled={isBusy}
        onClick={() => {
          setBusy(true);
          void addExample(cairn).finally(() => setBusy(false));
        }}
      >
        Look around with an example
      </Button>
    </div>
  );
}
