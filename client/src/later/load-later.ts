import * as parts from './parts.ts';

/** At once: a program has everything in one piece. In a browser it is a file of its own, see load-later.browser.ts. */
export const loadLater = async (): Promise<typeof parts> => parts;
