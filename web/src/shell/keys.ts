/** A key's handler that leaves the key alone while somebody types, or a dialog or menu is open. */
export function unlessTyping(act: () => unknown): (event: KeyboardEvent) => void {
  return (event) => {
    if (isTyping(event.target) || isCovered()) return;
    event.preventDefault();
    act();
  };
}

/** Whether a dialog or menu is open, which keys belong to. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"][data-modal], [role="menu"]') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}
