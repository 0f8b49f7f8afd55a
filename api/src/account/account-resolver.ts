import { Arg, Ctx, ID, Mutation, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import { SignInInput, SignUpInput } from './account-inputs.ts';
import { Account, Device, SessionType } from './account-type.ts';

@Resolver()
export class AccountResolver {
  @Query(() => Account)
  me(@Ctx() { accounts, requirePrincipal }: ApiContext): Promise<Account> {
    return accounts.me(requirePrincipal());
  }

  @Query(() => [Device], { description: 'All that are signed in, the newest first.' })
  devices(@Ctx() { accounts, requirePrincipal }: ApiContext): Promise<readonly Device[]> {
    return accounts.devices(requirePrincipal());
  }

  @Mutation(() => SessionType, { description: 'A new account with its first device. EMAIL_TAKEN.' })
  async signUp(@Arg('input', () => SignUpInput) input: SignUpInput, @Ctx() context: ApiContext): Promise<SessionType> {
    const session = await context.accounts.signUp(input);
    context.setSessionCookie(session.token);
    return session;
  }

  @Mutation(() => SessionType, { description: 'A new device of an account that exists. BAD_CREDENTIALS.' })
  async signIn(@Arg('input', () => SignInInput) input: SignInInput, @Ctx() context: ApiContext): Promise<SessionType> {
    const session = await context.accounts.signIn(input);
    context.setSessionCookie(session.token);
    return session;
  }

  @Mutation(() => Boolean, { description: 'Ends the session of the device that asks. Without one, true as well.' })
  async signOut(@Ctx() context: ApiContext): Promise<boolean> {
    if (context.session) await context.accounts.signOut(context.session, context.session.deviceId);
    context.setSessionCookie(null);
    return true;
  }

  @Mutation(() => Device, { description: 'NOT_FOUND for a device that is not there.' })
  renameDevice(
    @Arg('id', () => ID) id: string,
    @Arg('name', () => String) name: string,
    @Ctx() { accounts, requirePrincipal }: ApiContext,
  ): Promise<Device> {
    return accounts.renameDevice(requirePrincipal(), id, name);
  }

  @Mutation(() => Boolean, {
    description: 'Ends the session of a device: refused from now on, its sockets closed. NOT_FOUND when not there.',
  })
  async signOutDevice(
    @Arg('id', () => ID) id: string,
    @Ctx() { accounts, requirePrincipal }: ApiContext,
  ): Promise<boolean> {
    await accounts.signOut(requirePrincipal(), id);
    return true;
  }
}
