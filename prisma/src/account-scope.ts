import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

/**
 * Everything that `work` asks of the database is about this account, or these: row-level security hides all others, and
 * refuses to write them. Outside of it no row of any account is seen.
 */
export function asAccount<T>(accountId: string | readonly string[], work: () => PromiseLike<T>): Promise<T> {
  // A Prisma promise begins when it is waited for, and that must be in here.
  return scope.run(String(accountId), () => new Promise<T>((resolve, reject) => void work().then(resolve, reject)));
}

/** Out of every scope. */
export function asNobody<T>(work: () => T): T {
  return scope.exit(work);
}

/** The accounts of the caller, as the setting `app.account_id` has them. */
export function scopedAccounts(): string | undefined {
  return scope.getStore();
}

/**
 * `prisma`, all of whose work is done `asAccount`. Not for `findUnique`: Prisma puts those of one moment together, also of
 * two accounts, into one statement; `findFirst` is the same without that.
 */
export function forAccount<Client extends object>(prisma: Client, accountId: string | readonly string[]): Client {
  return new Proxy(prisma, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member === 'function') return scoped(member.bind(target) as Call, accountId);
      return member !== null && typeof member === 'object' ? forAccount(member, accountId) : member;
    },
  });
}

type Call = (...args: readonly unknown[]) => PromiseLike<unknown>;

function scoped(call: Call, accountId: string | readonly string[]): Call {
  return (...args) => asAccount(accountId, () => call(...args));
}
