import type { AppendItem } from './append-item.ts';
import type { Principal } from './principal.ts';
import type { Receipt } from './receipt-type.ts';

export class Appender {
  append(_principal: Principal, _items: readonly AppendItem[]): Promise<readonly Receipt[]> {
    throw new Error('not yet');
  }
}
