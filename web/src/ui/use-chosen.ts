import { useState } from 'react';

/** What was just chosen shows at once; what is true takes over as soon as it is known. */
export function useChosen<Value>(
  value: Value,
  save: (value: Value) => Promise<unknown>,
): readonly [Value, (value: Value) => void] {
  const [held, setHeld] = useState({ value, chosen: value });
  if (held.value !== value) setHeld({ value, chosen: value });
  function choose(chosen: Value) {
    setHeld({ value, chosen });
    // Saved or refused: back to what is true. When it was saved, that is the same.
    void save(chosen).finally(() => setHeld((now) => ({ value: now.value, chosen: now.value })));
  }
  return [held.chosen, choose];
}
