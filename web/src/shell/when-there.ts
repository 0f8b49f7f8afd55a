/** Frames that a part of the screen is waited for: about half a second, as some are fetched when they are first shown. */
const PATIENCE = 30;

/** Does something with an element as soon as it is on the screen. */
export function whenThere(selector: string, act: (element: HTMLElement) => void): void {
  const attempt = (left: number) => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element) act(element);
    else if (left > 0) requestAnimationFrame(() => attempt(left - 1));
  };
  attempt(PATIENCE);
}

export function focusWhenThere(selector: string): void {
  whenThere(selector, (element) => element.focus());
}
