import { createServer, projections, rebuild, type CairnServer, type Rebuilt } from '@cairn/api';
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

  static async start(): Promise<TestServer> {
    const database = await openDatabase({ dataDir: 'memory://' });
    const server = await createServer({ prisma: database.prisma });
    return new TestServer(await server.listen({ port: 0 }), database, server);
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
