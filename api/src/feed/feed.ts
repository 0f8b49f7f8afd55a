import type { ChangePage } from './change-page-type.ts';

export class Feed {
  page(_accountId: string, _after: string | null, _first: number): Promise<ChangePage> {
    throw new Error('not yet');
  }

  subscribe(_accountId: string, _after: string | null): AsyncIterableIterator<ChangePage> {
    throw new Error('not yet');
  }
}
