/** Whether a dialog is open: it has the focus, and what comes onto the screen behind it must not take that away. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"][data-modal]') !== null;
}
