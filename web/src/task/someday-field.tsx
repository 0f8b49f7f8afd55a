import { useId } from 'react';
import { FieldRow } from '../ui/field-row.tsx';
import { useChosen } from '../ui/use-chosen.ts';

interface Props {
  readonly isSomeday: boolean;
  readonly onChange: (isSomeday: boolean) => Promise<unknown>;
}

/** Put off without a date: out of sight until somebody looks for it. */
export function SomedayField({ isSomeday, onChange }: Props) {
  const field = useId();
  const [chosen, choose] = useChosen(isSomeday, onChange);
  return (
    <FieldRow label="Someday" htmlFor={field}>
      <label className="flex min-h-target min-w-0 flex-1 cursor-pointer items-center gap-2.5 rounded-md px-2.5 hover:bg-hover">
        <input
          id={field}
          type="checkbox"
          checked={chosen}
          onChange={(event) => choose(event.target.checked)}
          className="size-4 accent-(--accent)"
        />
        <span className="text-ink-faint">{chosen ? 'Put off, without a date' : 'Not put off'}</span>
      </label>
    </FieldRow>
  );
}
