import { useState } from 'react';

/** For a dialog that no button opens: what had the focus before gets it back, which such a dialog does not do by itself. */
export function useFocusReturn(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    if (!(before instanceof HTMLElement) || !before.isConnected) return;
    event.preventDefault();
    before.focus({ preventScroll: true });
  };
}
