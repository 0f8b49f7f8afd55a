import { Arg, Ctx, ID, Mutation, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import {
  CreateWebhookInput,
  IssuedWebhook,
  MoveWebhookInput,
  RotateWebhookSecretInput,
  Webhook,
  WebhookTest,
} from './webhook-type.ts';

const ID_OF = { description: 'Of the webhook.' };

@Resolver()
export class WebhookResolver {
  @Query(() => [Webhook], { description: 'All there are, disabled ones too; the newest first.' })
  webhooks(@Ctx() { webhooks, requirePrincipal }: ApiContext): Promise<readonly Webhook[]> {
    return webhooks.list(requirePrincipal());
  }

  @Mutation(() => IssuedWebhook, {
    description:
      'Only a signed-in device that was asked for the password lately may make one: it sends on what the account holds. BAD_USER_INPUT, WEBHOOK_URL_REFUSED, FORBIDDEN, REAUTHENTICATION_REQUIRED, CURSOR_INVALID, CURSOR_EXPIRED.',
  })
  createWebhook(
    @Arg('input', () => CreateWebhookInput, { description: 'What it is to be.' }) input: CreateWebhookInput,
    @Ctx() { webhooks, requirePrincipal, address }: ApiContext,
  ): Promise<IssuedWebhook> {
    return webhooks.create(requirePrincipal(), input, address);
  }

  @Mutation(() => IssuedWebhook, {
    description:
      'Gives a webhook a new secret; the one before signs as well for a while, one before that no longer. As `createWebhook`; NOT_FOUND.',
  })
  rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Which one, and until when its old secret signs.' })
    input: RotateWebhookSecretInput,
    @Ctx() { webhooks, requirePrincipal, address }: ApiContext,
  ): Promise<IssuedWebhook> {
    return webhooks.rotate(requirePrincipal(), input, address);
  }

  @Mutation(() => Webhook, {
    description:
      'Sends again, from where it was; while it is being retried, at once. NOT_FOUND when there is no such webhook.',
  })
  enableWebhook(
    @Arg('id', () => ID, ID_OF) id: string,
    @Ctx() { webhooks, requirePrincipal, address }: ApiContext,
  ): Promise<Webhook> {
    return webhooks.enable(requirePrincipal(), id, address);
  }

  @Mutation(() => Webhook, { description: 'Sends nothing more until it is enabled. NOT_FOUND.' })
  disableWebhook(
    @Arg('id', () => ID, ID_OF) id: string,
    @Ctx() { webhooks, requirePrincipal, address }: ApiContext,
  ): Promise<Webhook> {
    return webhooks.disable(requirePrincipal(), id, address);
  }

  @Mutation(() => Webhook, {
    description:
      'Goes on from elsewhere in the log: sends again what was sent, under new ids, or passes over what was not. NOT_FOUND, CURSOR_INVALID, CURSOR_EXPIRED.',
  })
  moveWebhook(
    @Arg('input', () => MoveWebhookInput, { description: 'Which one, and where to.' }) input: MoveWebhookInput,
    @Ctx() { webhooks, requirePrincipal, address }: ApiContext,
  ): Promise<Webhook> {
    return webhooks.move(requirePrincipal(), input, address);
  }

  @Mutation(() => Boolean, { description: 'Sends nothing more, and forgets it. NOT_FOUND.' })
  async deleteWebhook(
    @Arg('id', () => ID, ID_OF) id: string,
    @Ctx() { webhooks, requirePrincipal, address }: ApiContext,
  ): Promise<boolean> {
    await webhooks.delete(requirePrincipal(), id, address);
    return true;
  }

  @Mutation(() => WebhookTest, {
    description: 'Sends one message of type `webhook.test` at once, also to a disabled one. NOT_FOUND, RATE_LIMITED.',
  })
  testWebhook(
    @Arg('id', () => ID, ID_OF) id: string,
    @Ctx() { webhooks, requirePrincipal }: ApiContext,
  ): Promise<WebhookTest> {
    return webhooks.test(requirePrincipal(), id);
  }
}
