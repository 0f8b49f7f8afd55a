import { HardDrive } from 'lucide-react';
import { useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { Button } from '../ui/button.tsx';
import { storageTrouble } from './storage-trouble.ts';

/** Not calm: what is written here may not be kept. */
export function StorageBanner() {
  const status = useObservable(useCairn().status);
  const [seen, setSeen] = useState('');
  const trouble = storageTrouble(status);
  return (
    <div role="alert" className="empty:hidden">
      {trouble && trouble.text !== seen && (
        <div
          data-testid="storage-banner"
          className="flex flex-wrap items-center gap-x-3 gap-y-2 bg-danger-wash px-4 py-2 text-sm text-danger md:px-6"
        >
          <HardDrive aria-hidden className="size-4 shrink-0" />
          <p className="min-w-0 flex-1 basis-60 text-pretty">{trouble.text}</p>
          {trouble.canReload && <Button onClick={() => window.location.reload()}>Reload</Button>}
          {trouble.canDismiss && <Button onClick={() => setSeen(trouble.text)}>I have seen it</Button>}
        </div>
      )}
    </div>
  );
}
