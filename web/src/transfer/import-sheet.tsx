import { useEffect, useRef, useState } from 'react';
import { useIdentity } from '../account/identity.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { stepBack } from '../history/step-back.ts';
import { explainFailure } from '../sync/explain.ts';
import { countSaved } from '../cairn/use-save.ts';
import { Button } from '../ui/button.tsx';
import { notifyUndo } from '../ui/notify.ts';
import { Sheet } from '../ui/sheet.tsx';
import { bringInLog } from './bring-in-log.ts';
import { ImportError, sayCreated } from './import-plan.ts';
import { LogPreview } from './log-preview.tsx';
import { PlanPreview } from './plan-preview.tsx';
import { Progress } from './progress.tsx';
import { contextOf, readImport, type GivenFile, type ReadImport } from './read-import.ts';
import { trashAll } from './trash-all.ts';
import { sayNumber } from '../ui/say-number.ts';

type State =
  | { readonly name: 'reading' }
  | { readonly name: 'preview' }
  | { readonly name: 'running'; readonly share: number }
  | { readonly name: 'failed'; readonly why: string };

interface Props {
  readonly given: readonly GivenFile[];
  readonly onClose: () => void;
}

/** First what would be made, then the making; nothing is written before the person agrees. */
export function ImportSheet({ given, onClose }: Props) {
  const cairn = useCairn();
  const identity = useIdentity();
  const { road } = useObservable(cairn.status);
  const [read, setRead] = useState<ReadImport>();
  const [state, setState] = useState<State>({ name: 'reading' });
  const stop = useRef<AbortController>(undefined);
  const isLog = read?.kind === 'log';
  const isEmpty = [...cairn.entities()].length === 0;
  const cannot = !isLog
    ? undefined
    : !isEmpty
      ? 'This account holds something already. An export is brought only into an empty account, where nothing of it can get mixed up: sign up for a new one and choose the file there.'
      : road === 'open'
        ? undefined
        : 'The server takes an export in, and it cannot be reached just now.';

  useEffect(() => {
    let isGone = false;
    readImport(given, contextOf(cairn, new Date())).then(
      (found) => {
        if (isGone) return;
        setRead(found);
        setState({ name: 'preview' });
      },
      (error: unknown) => {
        const why = error instanceof ImportError ? error.message : 'This file cannot be read.';
        if (!isGone) setState({ name: 'failed', why });
      },
    );
    return () => {
      isGone = true;
    };
  }, [given, cairn]);
  useEffect(() => () => stop.current?.abort(), []);

  async function run() {
    if (!read || !identity) return;
    const { signal } = (stop.current = new AbortController());
    const onProgress = (share: number) => setState({ name: 'running', share });
    onProgress(0);
    try {
      if (read.kind === 'log') {
        const refused = await bringInLog(cairn, identity.accountId, read.file, { onProgress, signal });
        cairn.syncNow();
        const count = read.file.events.length - refused.length;
        const left = refused.length > 0 ? `; the server did not take ${refused.length} of them` : '';
        notifyUndo(`${sayNumber(count)} changes are here${left}`, () => void trashAll(cairn));
      } else {
        const label = `imported ${sayCreated(read.plan.created)} from ${read.name}`;
        await cairn.recordAll(read.plan.events, { label, onProgress, signal });
        countSaved();
        notifyUndo(`Added ${sayCreated(read.plan.created)}`, () => void stepBack(cairn, 'undo'));
      }
      onClose();
    } catch (error) {
      if (signal.aborted) onClose();
      else
        setState({
          name: 'failed',
          why: `${explainFailure(error)} ${isLog ? 'Choose the file again to go on.' : 'Nothing was added.'}`,
        });
    }
  }

  return (
    <Sheet title={read ? `Bring in ${read.name}` : 'Bring in'} onClose={onClose} className="max-w-xl">
      {state.name === 'reading' && <p className="text-ink-faint">Reading…</p>}
      {state.name === 'failed' && (
        <>
          <p role="alert" className="rounded-md bg-danger-wash px-3 py-2 text-danger">
            {state.why}
          </p>
          <div className="mt-5 flex justify-end">
            <Button onClick={onClose}>Close</Button>
          </div>
        </>
      )}
      {state.name === 'running' && (
        <Progress label="Adding" share={state.share} onCancel={() => stop.current?.abort()} />
      )}
      {state.name === 'preview' && read && (
        <>
          {read.kind === 'log' ? <LogPreview file={read.file} /> : <PlanPreview plan={read.plan} />}
          {cannot && <p className="mt-4 rounded-md bg-notice-wash px-3 py-2 text-notice text-pretty">{cannot}</p>}
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" disabled={cannot !== undefined} onClick={() => void run()}>
              {read.kind === 'log' ? 'Bring it in' : `Add ${sayCreated(read.plan.created)}`}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}
