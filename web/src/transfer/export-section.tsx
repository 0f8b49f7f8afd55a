import { useRef, useState } from 'react';
import { nameThisDevice } from '../account/device-name.ts';
import { useIdentity } from '../account/identity.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { explainFailure } from '../sync/explain.ts';
import { Button } from '../ui/button.tsx';
import { saveFile } from '../ui/save-file.ts';
import type { ExportFormat } from './export-files.ts';
import { Progress } from './progress.tsx';

const FORMATS: readonly { readonly format: ExportFormat; readonly name: string; readonly about: string }[] = [
  {
    format: 'json',
    name: 'Everything, as JSON',
    about: 'Each change ever made, by whom and when. An empty account takes it in and is the same again.',
  },
  {
    format: 'markdown',
    name: 'Notes and lists, as Markdown',
    about: 'A zip of text files that every editor opens. Lists become checklists.',
  },
  {
    format: 'csv',
    name: 'Tasks, as CSV',
    about: 'One table for spreadsheets and for Todoist.',
  },
];

type State =
  | { readonly name: 'idle' }
  | { readonly name: 'busy'; readonly format: ExportFormat; readonly share: number }
  | { readonly name: 'saved'; readonly file: string; readonly missing: readonly string[] }
  | { readonly name: 'failed'; readonly why: string };

/** Everything that is the person's, to be taken away. */
export function ExportSection() {
  const cairn = useCairn();
  const identity = useIdentity();
  const [state, setState] = useState<State>({ name: 'idle' });
  const stop = useRef<AbortController>(undefined);

  async function run(format: ExportFormat) {
    if (!identity) return;
    const control = (stop.current = new AbortController());
    setState({ name: 'busy', format, share: 0 });
    try {
      const { exportFile } = await import('./export-files.ts');
      const { name, content, type, missing } = await exportFile(cairn, format, {
        accountId: identity.accountId,
        deviceId: identity.deviceId,
        deviceName: nameThisDevice(navigator.userAgent),
        now: new Date(),
        onProgress: (share) => setState({ name: 'busy', format, share }),
        signal: control.signal,
      });
      saveFile(name, content, type);
      setState({ name: 'saved', file: name, missing });
    } catch (error) {
      setState(control.signal.aborted ? { name: 'idle' } : { name: 'failed', why: explainFailure(error) });
    }
  }

  return (
    <div data-testid="export">
      <ul className="divide-y divide-line border-y border-line">
        {FORMATS.map(({ format, name, about }) => (
          <li key={format} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-medium">{name}</p>
              <p className="text-sm text-ink-soft text-pretty">{about}</p>
            </div>
            <Button aria-label={`Save file: ${name}`} disabled={state.name === 'busy'} onClick={() => void run(format)}>
              Save file
            </Button>
          </li>
        ))}
      </ul>
      {state.name === 'busy' && (
        <Progress
          label={state.format === 'json' ? 'Reading the history from the server' : 'Writing the file'}
          share={state.share}
          onCancel={() => stop.current?.abort()}
        />
      )}
      <div role="status" className="mt-3 text-sm empty:hidden">
        {state.name === 'saved' && (
          <>
            <p>
              Saved as <span className="font-medium wrap-anywhere">{state.file}</span>.
            </p>
            {state.missing.length > 0 && (
              <p className="mt-1 text-ink-soft text-pretty">Not in it: {state.missing.join('; ')}.</p>
            )}
          </>
        )}
        {state.name === 'failed' && <p className="text-danger">No file was saved. {state.why}</p>}
      </div>
    </div>
  );
}
