import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { admitRate } from './admit-rate.ts';
import type { Limits } from './limits.ts';
import type { Rate, Rates } from './rates.ts';

/** Slows down whoever guesses passwords or makes accounts by the thousand, before it costs a password's hash. */
export class SignInGuard {
  readonly #rates: Rates;
  readonly #limits: Limits;

  constructor(rates: Rates, limits: Limits) {
    this.#rates = rates;
    this.#limits = limits;
  }

  /**
   * Only attempts with a wrong password count. At one e-mail from one address few are let through, from everywhere more:
   * somebody else's guesses must not keep its owner out for long.
   * @param address of the network, as far as it is known
   * @param name whose password it is: an e-mail, or an account's id
   * @throws RATE_LIMITED, or what `attempt` does
   */
  async signIn<T>(address: string, name: string, attempt: () => Promise<T>): Promise<T> {
    const { signIns, signInsFromAddress, signInsOfEmail } = this.#limits;
    const who = digest(name.trim().toLowerCase());
    const counted: readonly (readonly [key: string, rate: Rate])[] = [
      [`signin:${who}:${address}`, signIns],
      [`signin:${address}`, signInsFromAddress],
      [`signin:${who}`, signInsOfEmail],
    ];
    // Taken in advance: many at once must not all find that there is something left.
    const taken: (readonly [key: string, rate: Rate])[] = [];
    const giveBack = () => Promise.all(taken.map(([key, rate]) => this.#rates.take(key, -1, rate)));
    try {
      for (const [key, rate] of counted) {
        await admitRate(this.#rates, key, 1, rate);
        taken.push([key, rate]);
      }
      const result = await attempt();
      await giveBack();
      return result;
    } catch (error) {
      const isWrong = error instanceof GraphQLError && error.extensions['code'] === 'BAD_CREDENTIALS';
      if (!isWrong) await giveBack();
      throw error;
    }
  }

  /** @throws RATE_LIMITED */
  signUp(address: string): Promise<void> {
    return admitRate(this.#rates, `signup:${address}`, 1, this.#limits.signUps);
  }
}

/** No e-mail address is kept where rates are counted. */
function digest(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, 22);
}
