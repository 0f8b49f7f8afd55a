import { Arg, Ctx, ID, Mutation, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import { AccessToken, CreateAccessTokenInput, IssuedAccessToken, RotateAccessTokenInput } from './access-token-type.ts';

@Resolver()
export class AccessTokenResolver {
  @Query(() => [AccessToken], { description: 'All that were not revoked, expired ones too; the newest first.' })
  accessTokens(@Ctx() { accessTokens, requirePrincipal }: ApiContext): Promise<readonly AccessToken[]> {
    return accessTokens.list(requirePrincipal());
  }

  @Mutation(() => IssuedAccessToken, {
    description:
      'For a program. Only a signed-in device may make one; with the scope `account`, only one that was asked for the password lately. BAD_USER_INPUT, FORBIDDEN, REAUTHENTICATION_REQUIRED.',
  })
  createAccessToken(
    @Arg('input', () => CreateAccessTokenInput, { description: 'What it is to be.' }) input: CreateAccessTokenInput,
    @Ctx() { accessTokens, requirePrincipal, address }: ApiContext,
  ): Promise<IssuedAccessToken> {
    return accessTokens.create(requirePrincipal(), input, address);
  }

  @Mutation(() => IssuedAccessToken, {
    description:
      'Gives a token a new secret; the one before stays good for a while, one before that ends. NOT_FOUND when it is not there.',
  })
  rotateAccessToken(
    @Arg('input', () => RotateAccessTokenInput, { description: 'Which one, and until when its old secret is good.' })
    input: RotateAccessTokenInput,
    @Ctx() { accessTokens, requirePrincipal, address }: ApiContext,
  ): Promise<IssuedAccessToken> {
    return accessTokens.rotate(requirePrincipal(), input, address);
  }

  @Mutation(() => Boolean, {
    description: 'Ends a token: refused from now on, its sockets closed. NOT_FOUND when it is not there.',
  })
  async revokeAccessToken(
    @Arg('id', () => ID, { description: 'Of the token.' }) id: string,
    @Ctx() { accessTokens, requirePrincipal, address }: ApiContext,
  ): Promise<boolean> {
    await accessTokens.revoke(requirePrincipal(), id, address);
    return true;
  }
}
