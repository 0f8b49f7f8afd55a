import { Arg, Ctx, ID, Mutation, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import { DEVICE_NAME_MAX, SignInInput, SignUpInput } from './account-inputs.ts';
import { Account, Device, RefreshedSession, SessionType } from './account-type.ts';

@Resolver()
export class AccountResolver {
  @Query(() => Account, { description: 'The account whose session asks.' })
  me(@Ctx() { accounts, requirePrincipal }: ApiContext): Promise<Account> {
    return accounts.me(requirePrincipal());
  }

  @Query(() => [Device], { description: 'All that are signed in, the newest first.' })
  devices(@Ctx() { accounts, requirePrincipal }: ApiContext): Promise<readonly Device[]> {
    return accounts.devices(requirePrincipal());
  }

  @Mutation(() => SessionType, { description: 'A new account with its first device. EMAIL_TAKEN, RATE_LIMITED.' })
  async signUp(
    @Arg('input', () => SignUpInput, { description: 'Who, and on which device.' }) input: SignUpInput,
    @Ctx() context: ApiContext,
  ): Promise<SessionType> {
    await context.signInGuard.signUp(context.address);
    const session = await context.accounts.signUp(input, context.address);
    context.setSessionCookie(session.token);
    return session;
  }

  @Mutation(() => SessionType, {
    description: 'A device of an account that exists, new or known. BAD_CREDENTIALS, RATE_LIMITED.',
  })
  async signIn(
    @Arg('input', () => SignInInput, { description: 'Who, and on which device.' }) input: SignInInput,
    @Ctx() context: ApiContext,
  ): Promise<SessionType> {
    const { accounts, signInGuard, address } = context;
    const session = await signInGuard.signIn(address, input.email, () => accounts.signIn(input, address));
    context.setSessionCookie(session.token);
    return session;
  }

  @Mutation(() => RefreshedSession, {
    description: `After SESSION_EXPIRED: the token's successor, and the same one when asked again, so that an answer that
was lost signs nobody out. UNAUTHENTICATED, SESSION_REVOKED, SESSION_MISMATCH, ACCOUNT_GONE.`,
  })
  async refreshSession(@Ctx() context: ApiContext): Promise<RefreshedSession> {
    const { token, expiresAt } = await context.refreshSession();
    if (!context.isBearer) context.setSessionCookie(token);
    return { token: context.isBearer ? token : null, expiresAt: new Date(expiresAt).toISOString() };
  }

  @Mutation(() => Boolean, {
    description: 'Ends the session of the device that asks. Without one, true as well. SESSION_MISMATCH.',
  })
  async signOut(@Ctx() context: ApiContext): Promise<boolean> {
    const session = context.leaving();
    if (session) await context.accounts.signOut(session, session.deviceId, context.address);
    context.setSessionCookie(null);
    return true;
  }

  @Mutation(() => Device, { description: 'NOT_FOUND for a device that is not there.' })
  renameDevice(
    @Arg('id', () => ID, { description: 'A device of the account.' }) id: string,
    @Arg('name', () => String, { description: `1 to ${DEVICE_NAME_MAX} characters.` }) name: string,
    @Ctx() { accounts, requirePrincipal }: ApiContext,
  ): Promise<Device> {
    return accounts.renameDevice(requirePrincipal(), id, name);
  }

  @Mutation(() => Boolean, {
    description: 'Ends the session of a device: refused from now on, its sockets closed. NOT_FOUND when not there.',
  })
  async signOutDevice(
    @Arg('id', () => ID, { description: 'A device of the account.' }) id: string,
    @Ctx() { accounts, requirePrincipal, address }: ApiContext,
  ): Promise<boolean> {
    await accounts.signOut(requirePrincipal(), id, address);
    return true;
  }
}
