import { createServer, projections, rebuild, type CairnServer, type Rebuilt, type ServerOptions } from '@cairn/api';
import { registry } from '@cairn/domain';
import { openDatabase, type Database } from '@cairn/prisma';

/** The real server in this process, listening, on an embedded database in memory. */
export class TestServer {
  readonly url: string;
  readonly database: Database;
  readonly #server: CairnServer;

  private constructor(url: string, database: Database, server: CairnServer) {
    this.url = url;
    this.database = database;
    this.#server = server;
  }

  static async start(options: Partial<ServerOptions> = {}): Promise<TestServer> {
    const database = await openDatabase({ dataDir: 'memory://' });
    const server = await createServer({ ...options, prisma: database.prisma });
    return new TestServer(await server.listen({ port: 0 }), database, server);
  }

  /** Another server on the same database, as another process would be. */
  async another(options: Partial<ServerOptions> = {}): Promise<{ readonly url: string; close(): Promise<void> }> {
    const server = await createServer({ ...options, prisma: this.database.prisma });
    return { url: await server.listen({ port: 0 }), close: () => server.close() };
  }

  get sessions() {
    return this.#server.services.sessions;
  }

  /** What a fold of the log finds different from the projections. */
  rebuild(accountId: string): Promise<Rebuilt> {
    return rebuild(this.database.prisma, registry, projections, accountId);
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.database.close();
  }
}
