import { Arg, Ctx, Field, InputType, Int, Mutation, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import type { Connection } from '../page/connection-type.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { checkFirst, PAGE_LIMIT } from '../page/page.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from './account-inputs.ts';
import { SecurityEventConnection, type SecurityEvent } from './security-event-type.ts';

@InputType('ChangePasswordInput', { description: 'The new password, and who stays signed in.' })
export class ChangePasswordInput {
  @Field(() => String, { description: `${PASSWORD_MIN} to ${PASSWORD_MAX} characters.` })
  newPassword!: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Ends the sessions of all other devices. Access tokens stay as they are.',
  })
  endOtherSessions!: boolean;
}

@InputType('DeleteAccountInput', { description: 'That it is really meant.' })
export class DeleteAccountInput {
  @Field(() => String, { description: "The account's e-mail address, typed once more." })
  email!: string;
}

@Resolver()
export class AccountKeysResolver {
  @Query(() => SecurityEventConnection, {
    description: "What happened to the account's keys: sign-ins, devices, tokens, the password; the newest first.",
  })
  securityEvents(
    @Arg('first', () => Int, { defaultValue: 50, description: `1 to ${PAGE_LIMIT}.` }) first: number,
    @Arg('after', () => Cursor, { nullable: true }) after: string | null | undefined,
    @Ctx() { securityLog, requirePrincipal }: ApiContext,
  ): Promise<Connection<SecurityEvent>> {
    return securityLog.page(requirePrincipal().accountId, { first: checkFirst(first, PAGE_LIMIT), after });
  }

  @Mutation(() => Boolean, {
    description: `The password once more: for ten minutes this device may do what answers REAUTHENTICATION_REQUIRED otherwise.
BAD_CREDENTIALS, RATE_LIMITED.`,
  })
  async confirmPassword(
    @Arg('password', () => String, { description: 'The one of now.' }) password: string,
    @Ctx() context: ApiContext,
  ): Promise<boolean> {
    const { passwordCheck, signInGuard, address } = context;
    const session = context.requirePrincipal();
    // Whoever has found a device open must not find out its password there.
    await signInGuard.signIn(address, session.accountId, () => passwordCheck.confirm(session, password, address));
    return true;
  }

  @Mutation(() => Boolean, { description: 'REAUTHENTICATION_REQUIRED, BAD_USER_INPUT, RATE_LIMITED.' })
  async changePassword(
    @Arg('input', () => ChangePasswordInput, { description: 'The new one.' })
    { newPassword, endOtherSessions }: ChangePasswordInput,
    @Ctx() { accountKeys, requirePrincipal, address }: ApiContext,
  ): Promise<boolean> {
    await accountKeys.changePassword(requirePrincipal(), newPassword, endOtherSessions, address);
    return true;
  }

  @Mutation(() => Boolean, {
    description: `Erases the account with everything in it, for good. Its devices and programs are refused from now on, their sockets
closed, and the e-mail address is free. REAUTHENTICATION_REQUIRED, BAD_USER_INPUT.`,
  })
  async deleteAccount(
    @Arg('input', () => DeleteAccountInput, { description: 'The e-mail address, to be sure.' })
    { email }: DeleteAccountInput,
    @Ctx() { accountKeys, requirePrincipal, setSessionCookie }: ApiContext,
  ): Promise<boolean> {
    await accountKeys.deleteAccount(requirePrincipal(), email);
    setSessionCookie(null);
    return true;
  }
}
