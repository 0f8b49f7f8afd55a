import { useId } from 'react';
import { useChosen } from './use-chosen.ts';

interface Props<Value extends string | number> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => Promise<unknown>;
}

/** One of a few, all in sight. */
export function Choice<Value extends string | number>({ label, value, choices, onChange }: Props<Value>) {
  const name = useId();
  const [chosen, choose] = useChosen(value, onChange);
  return (
    <div role="radiogroup" aria-label={label} className="flex flex-1 gap-0.5 rounded-md bg-ground p-0.5">
      {choices.map(([choice, text]) => (
        <label
          key={choice}
          className="relative flex min-h-[calc(var(--target)-4px)] flex-1 cursor-pointer items-center justify-center rounded-sm text-sm text-ink-soft transition-colors has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            checked={chosen === choice}
            onChange={() => choose(choice)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {text}
        </label>
      ))}
    </div>
  );
}
