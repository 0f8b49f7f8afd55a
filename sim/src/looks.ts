import type { Page } from 'playwright-core';
import { violations } from './axe.ts';

interface Look {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

/** How a screen is looked at; the themes are changed while it is open. */
const LOOKS: readonly Look[] = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  // To the layout 200 % zoom is a window of half the size.
  { name: '200 % zoom', colorScheme: 'dark', viewport: { width: 640, height: 400 } },
  // WCAG 2.2, 1.4.10: without scrolling in two directions.
  { name: '320 px wide', colorScheme: 'light', viewport: { width: 320, height: 640 } },
];

/** A frame, with room for a busy machine's rounding. Milliseconds. */
const FRAME = 20;

/** Notes whatever moves for longer than a frame, from the next load of the page on. */
export async function watchMotion(page: Page): Promise<void> {
  await page.addInitScript((frame) => {
    const moved: string[] = [];
    Object.assign(globalThis, { moved });
    const look = ({ type, target }: Event) => {
      for (const animation of (target as Element).getAnimations()) {
        const { duration, iterations } = animation.effect!.getComputedTiming();
        if (Number(duration) * Math.max(1, Number(iterations)) <= frame) continue;
        moved.push(`${type}: ${(target as Element).outerHTML.slice(0, 120)}`);
      }
    };
    for (const type of ['animationstart', 'transitionrun']) document.addEventListener(type, look, true);
  }, FRAME);
}

/** What moved since `watchMotion`. */
export function movedOn(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved);
}

/**
 * What is out of sight to the right or left with no way to get there but scrolling the page sideways: things to press or
 * fill in, and places to scroll that are wider than they show. Rows that are made to be scrolled sideways may be.
 */
async function outOfSight(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    const isSideways = (element: Element) => element.closest('[class*="overflow-x-auto"]') !== null;
    const say = (element: Element, what: string) => wide.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (isSideways(element) || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        continue;
      const { overflowY, overflowX } = getComputedStyle(element);
      const scrolls = [overflowX, overflowY].some((overflow) => overflow === 'auto' || overflow === 'scroll');
      if (scrolls && element.scrollWidth > element.clientWidth && element.localName !== 'textarea')
        say(element, `${element.scrollWidth} in ${element.clientWidth}`);
      if (!element.matches('a, button, input, select, textarea, [role], [contenteditable]')) continue;
      const { left, right, width, bottom } = element.getBoundingClientRect();
      // What is one pixel small is for screen readers alone; what is far above is put away.
      if (width > 1 && bottom > 0 && (left < -1 || right > innerWidth + 1))
        say(element, `from ${left} to ${right} of ${innerWidth}`);
    }
    return wide;
  });
}

/** What is wrong with what is on the screen now, in any look: by axe, by what does not fit, and what moves. */
export async function wrongInAnyLook(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name, colorScheme, viewport } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    // Until what stands elsewhere in this size has got there: the editor looks 50 ms after a resize.
    await page.waitForTimeout(100);
    for (const one of [...(await violations(page)), ...(await outOfSight(page))]) wrong.push(`${name}: ${one}`);
  }
  return [...wrong, ...(await movedOn(page)).map((one) => `moves: ${one}`)];
}
