import { createServer, type CairnServer, type ServerOptions } from '../server/server.ts';
import type { AppendItem } from '../append/append-item.ts';
import { ApiClient, type ApiAnswer } from './api-client.ts';
import { embeddedDatabase, type TestDatabase } from './databases.ts';

export const NOW = Date.parse('2026-11-20T09:00:00.000Z');

/** A listening server on a database of its own. */
export class TestServer {
  #accounts = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly server: CairnServer,
    /** Has no session. */
    readonly nobody: ApiClient,
  ) {}

  static async start(options: Partial<ServerOptions> = {}): Promise<TestServer> {
    const database = await embeddedDatabase();
    const server = await createServer({ prisma: database.prisma, now: () => NOW, ...options });
    return new TestServer(database, server, new ApiClient(await server.listen({ port: 0 })));
  }

  newEmail(): string {
    return `person${(this.#accounts += 1)}@example.org`;
  }

  newAccount(email = this.newEmail()): Promise<ApiClient> {
    return this.nobody.signUp(email);
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.database.close();
  }
}

export function codes({ errors }: ApiAnswer): string[] | undefined {
  return errors?.map(({ extensions }) => extensions.code);
}

export const RECEIPT = `{ eventId status code message entityType entityId version position resent clockClamped
  merged { field outcome version clock deviceId }
  entity { __typename id version position writers deletedAt ... on Task { title completedAt } } }`;
export const REPLAY = `mutation ($events: [EventInput!]!) { replayEvents(events: $events) ${RECEIPT} }`;

export function toEvent({ mutation, input }: AppendItem): object {
  return { [mutation]: input };
}

export function replay(client: ApiClient, ...items: AppendItem[]): Promise<ApiAnswer> {
  return client.ask(REPLAY, { events: items.map(toEvent) });
}
