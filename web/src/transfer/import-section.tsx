import { useRef, useState, type ChangeEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { part } from '../ui/part.tsx';
import type { GivenFile } from './read-import.ts';

const ImportSheet = part(() => import('./import-sheet.tsx').then((module) => module.ImportSheet), null, {
  isHeavy: true,
});

/** What was written elsewhere, to be taken in. */
export function ImportSection() {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [given, setGiven] = useState<readonly GivenFile[]>();

  function take({ target }: ChangeEvent<HTMLInputElement>) {
    const chosen = [...(target.files ?? [])].map(givenFile);
    // The same file may be chosen again.
    target.value = '';
    if (chosen.length > 0) setGiven(chosen);
  }

  return (
    <>
      <p className="mb-4 text-ink-soft text-pretty">
        A project or a backup of Todoist (CSV, zip), notes in Markdown (files, a folder, a zip), or an export of Cairn
        (JSON). You see first what it makes, and can take it back at once.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => files.current?.click()}>Choose files…</Button>
        <Button onClick={() => folder.current?.click()} className="pointer-coarse:hidden">
          Choose a folder…
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-testid="import-files"
        accept=".csv,.zip,.md,.markdown,.txt,.json"
        onChange={take}
      />
      <input
        ref={(input) => {
          folder.current = input;
          // React does not know this attribute.
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        data-testid="import-folder"
        onChange={take}
      />
      {given && <ImportSheet given={given} onClose={() => setGiven(undefined)} />}
    </>
  );
}

function givenFile(file: File): GivenFile {
  return {
    path: file.webkitRelativePath || file.name,
    size: file.size,
    read: async () => new Uint8Array(await file.arrayBuffer()),
  };
}
