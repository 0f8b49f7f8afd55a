import { History } from 'lucide-react';
import { useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { Button } from '../ui/button.tsx';
import { sayRestored } from './say-restored.ts';

/** Not silent: what was on the server once was not, for a while. */
export function RestoredBanner() {
  const text = sayRestored(useObservable(useCairn().status));
  const [seen, setSeen] = useState('');
  return (
    <div role="status" className="empty:hidden">
      {text && text !== seen && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 bg-notice-wash px-4 py-2 text-sm text-notice md:px-6">
          <History aria-hidden className="size-4 shrink-0" />
          <p className="min-w-0 flex-1 basis-60 text-pretty">{text}</p>
          <Button onClick={() => setSeen(text)}>I have seen it</Button>
        </div>
      )}
    </div>
  );
}
