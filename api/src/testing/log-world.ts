import { registry } from '@cairn/domain';
import { forAccount, type PrismaClient } from '@cairn/prisma';
import { Appender } from '../append/appender.ts';
import type { AppendItem } from '../append/append-item.ts';
import type { Principal } from '../append/principal.ts';
import type { Receipt } from '../append/receipt-type.ts';
import { rebuild, type Rebuilt } from '../append/rebuild.ts';
import type { Hint } from '../feed/wakeups.ts';
import { concepts } from '../registry.ts';
import { newAccount, newDevice } from './accounts.ts';
import { Writer } from './writer.ts';

const projections = concepts.map(({ projection }) => projection);

export const WORLD_START = Date.parse('2026-11-20T09:00:00.000Z');

/** One account with two devices on a database, and an appender whose clock stands where the test puts it. */
export class LogWorld {
  now = WORLD_START;
  readonly hints: Hint[] = [];
  readonly writer = new Writer(WORLD_START - 60_000);
  readonly appender: Appender;

  /** Sees the account's rows. */
  readonly prisma: PrismaClient;

  private constructor(
    prisma: PrismaClient,
    readonly accountId: string,
    readonly a: Principal,
    readonly b: Principal,
  ) {
    this.prisma = forAccount(prisma, accountId);
    this.appender = this.newAppender(prisma);
  }

  static async on(prisma: PrismaClient): Promise<LogWorld> {
    const accountId = await newAccount(prisma);
    return new LogWorld(prisma, accountId, newDevice(accountId), newDevice(accountId));
  }

  /** As another process would have. */
  newAppender(prisma: PrismaClient): Appender {
    const onAppended = (hint: Hint) => void this.hints.push(hint);
    return new Appender({ prisma, registry, projections, now: () => this.now, onAppended });
  }

  append(principal: Principal, ...items: AppendItem[]): Promise<readonly Receipt[]> {
    return this.appender.append(principal, items);
  }

  async one(principal: Principal, item: AppendItem): Promise<Receipt> {
    return (await this.append(principal, item))[0]!;
  }

  /** A task at version 1, made by device a. */
  async task(): Promise<string> {
    const taskId = this.writer.newId();
    await this.one(this.a, this.writer.event('createTask', { taskId, title: 'Buy milk', order: 'a0' }));
    return taskId;
  }

  events() {
    return this.prisma.event.findMany({ where: { accountId: this.accountId }, orderBy: { position: 'asc' } });
  }

  receiptCount(): Promise<number> {
    return this.prisma.receipt.count({ where: { accountId: this.accountId } });
  }

  head() {
    return this.prisma.head.findFirstOrThrow({ where: { accountId: this.accountId } });
  }

  rebuild(): Promise<Rebuilt> {
    return rebuild(this.prisma, registry, projections, this.accountId);
  }
}

export function statuses(receipts: readonly Receipt[]): string[] {
  return receipts.map(({ status, code }) => code ?? status);
}
