import type { ParkedEvent } from '@cairn/client';
import { registry, type Fields } from '@cairn/domain';
import { useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { attempt } from '../cairn/use-save.ts';
import { Button } from '../ui/button.tsx';
import { notifyUndo } from '../ui/notify.ts';
import { Sheet } from '../ui/sheet.tsx';
import { EventName } from './event-name.tsx';
import { explainCode, explainHelp } from './explain.ts';
import { ParkedEditor } from './parked-editor.tsx';
import { useExport } from './use-export.ts';

/** One change the server refused: why, what helps, and the ways out. */
export function ParkedChange({ event }: { event: ParkedEvent }) {
  const cairn = useCairn();
  const exportUnsent = useExport();
  const [sheet, setSheet] = useState<'edit' | 'discard'>();
  const { event: _, ...payload } = event.input;
  const close = () => setSheet(undefined);

  async function discard() {
    close();
    const discarded = await attempt(() => cairn.discardParked(event.sequence));
    const takeBack = discarded?.result;
    if (takeBack) notifyUndo('Discarded', () => void attempt(takeBack));
  }

  return (
    <li className="py-4">
      <p className="font-medium">
        <EventName mutation={event.mutation} entity={event.entity} payload={payload as Fields} />
      </p>
      <p className="mt-0.5 text-ink-soft text-pretty">
        {explainCode(event.code, event.message)} {explainHelp(event.code)}{' '}
        <span className="text-sm text-ink-faint">({event.code})</span>
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        {registry.mutations.includes(event.mutation) && <Button onClick={() => setSheet('edit')}>Edit</Button>}
        <Button onClick={() => void attempt(() => cairn.retryParked(event.sequence))}>Try again</Button>
        <Button onClick={() => void exportUnsent('refused change', [event.sequence])}>Save to a file</Button>
        <Button look="danger" onClick={() => setSheet('discard')}>
          Discard
        </Button>
      </div>
      <details className="mt-2 text-sm text-ink-soft">
        <summary className="w-fit rounded-sm">What it says</summary>
        <pre className="mt-2 overflow-x-auto rounded-md bg-ground p-3 text-xs whitespace-pre-wrap wrap-anywhere">
          {JSON.stringify(payload, null, 2)}
        </pre>
      </details>
      {sheet === 'edit' && <ParkedEditor event={event} onClose={close} />}
      {sheet === 'discard' && (
        <Sheet
          title="Discard this change?"
          description="Only this device has it. What it changed goes back to how the server has it."
          onClose={close}
        >
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>Keep it</Button>
            <Button look="danger" onClick={() => void discard()}>
              Discard
            </Button>
          </div>
        </Sheet>
      )}
    </li>
  );
}
