import type { GraphiQLProps } from 'graphiql';

/** Where the history keeps what was run, with the headers it was run with. */
const HISTORIES = ['graphiql:queries', 'graphiql:favorites'];

/**
 * What was typed goes with the tab, since signing out of the app would not find it in localStorage; and no token goes
 * anywhere.
 */
export const storage: NonNullable<GraphiQLProps['storage']> = {
  get length() {
    return sessionStorage.length;
  },
  getItem: (key) => sessionStorage.getItem(key),
  setItem: (key, value) => sessionStorage.setItem(key, HISTORIES.includes(key) ? withoutHeaders(value) : value),
  removeItem: (key) => sessionStorage.removeItem(key),
  clear: () => sessionStorage.clear(),
};

function withoutHeaders(json: string): string {
  return JSON.stringify(JSON.parse(json, (key, value: unknown) => (key === 'headers' ? undefined : value)));
}
