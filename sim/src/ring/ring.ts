import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '@cairn/prisma';
import { ServerProcess } from '../server-process.ts';
import type { DeviceSettings } from './device-calls.ts';
import { DeviceProcess } from './device-process.ts';
import { PostgresCluster } from './postgres-cluster.ts';
import { RedisProcess } from './redis-process.ts';
import { TcpProxy } from './tcp-proxy.ts';

export type RingSession = DeviceSettings['session'];

/** A device, and its own road to the servers. */
export interface RingDevice {
  readonly name: string;
  readonly process: DeviceProcess;
  readonly road: TcpProxy;
}

export interface RingOptions {
  /** How many devices each account has. */
  readonly accounts: readonly number[];
  /** Words of a device begin with it; told apart between runs. */
  readonly seed?: number;
  /** Seconds for which a session's token is good; default: the server's. */
  readonly tokenLife?: number;
}

/**
 * Everything in processes of its own, as in production: PostgreSQL, Redis, two servers, and devices with the real client
 * on the real disk. Between any two of them that talk is a proxy that can do to the road what roads do.
 */
export class Ring {
  readonly postgres: PostgresCluster;
  readonly redis: RedisProcess;
  readonly toPostgres: TcpProxy;
  readonly toRedis: TcpProxy;
  readonly servers: readonly [ServerProcess, ServerProcess];
  readonly devices: readonly RingDevice[];
  readonly #folder: string;
  #database: Database | undefined;

  private constructor(parts: {
    postgres: PostgresCluster;
    redis: RedisProcess;
    toPostgres: TcpProxy;
    toRedis: TcpProxy;
    servers: readonly [ServerProcess, ServerProcess];
    devices: readonly RingDevice[];
    folder: string;
  }) {
    this.postgres = parts.postgres;
    this.redis = parts.redis;
    this.toPostgres = parts.toPostgres;
    this.toRedis = parts.toRedis;
    this.servers = parts.servers;
    this.devices = parts.devices;
    this.#folder = parts.folder;
  }

  static async create({ accounts, seed = 1, tokenLife }: RingOptions): Promise<Ring> {
    const folder = await mkdtemp(join(tmpdir(), 'cairn-ring-'));
    const postgres = await PostgresCluster.create();
    const redis = await RedisProcess.create();
    await redis.start();
    const toPostgres = await new TcpProxy(postgres.port).listen();
    const toRedis = await new TcpProxy(redis.port).listen();
    const options = {
      databaseUrl: postgres.url('postgres', toPostgres.port),
      redisUrl: `redis://127.0.0.1:${toRedis.port}`,
      webDir: '',
      ...(tokenLife === undefined ? {} : { env: { TOKEN_LIFE: String(tokenLife) } }),
    };
    const servers = [await ServerProcess.start(options), await ServerProcess.start(options)] as const;
    let seeds = seed * 1_000;
    const devices: RingDevice[] = [];
    for (const [account, count] of accounts.entries()) {
      for (let device = 0; device < count; device += 1) {
        const name = `device ${account + 1}.${device + 1}`;
        const session = await enter(servers[0].url, device === 0 ? 'signUp' : 'signIn', `ring-${account}@example.org`);
        const road = await new TcpProxy(servers[devices.length % 2 === 0 ? 0 : 1].port).listen();
        const settings = { folder: join(folder, session.deviceId), url: `http://127.0.0.1:${road.port}`, session };
        await mkdir(settings.folder);
        devices.push({ name, road, process: new DeviceProcess(settings, () => (seeds += 1)) });
      }
    }
    const ring = new Ring({ postgres, redis, toPostgres, toRedis, servers, devices, folder });
    await Promise.all(devices.map(({ process }) => process.start()));
    return ring;
  }

  /** Past the proxies, and past every server: what PostgreSQL holds. */
  async database(): Promise<Database> {
    return (this.#database ??= await openDatabase({ url: this.postgres.url(), connections: 4 }));
  }

  get accountIds(): readonly string[] {
    return [...new Set(this.devices.map(({ process }) => process.session.accountId))];
  }

  devicesOf(accountId: string): readonly RingDevice[] {
    return this.devices.filter(({ process }) => process.session.accountId === accountId);
  }

  async destroy(): Promise<void> {
    await this.#database?.close();
    await Promise.all(this.devices.map(({ process }) => process.kill()));
    for (const server of this.servers) server.resume();
    await Promise.all(this.servers.map((server) => server.kill('SIGKILL').then(() => server.stop())));
    const roads = [this.toPostgres, this.toRedis, ...this.devices.map(({ road }) => road)];
    await Promise.all(roads.map((road) => road.end()));
    await this.redis.kill();
    await this.postgres.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function enter(url: string, mutation: 'signUp' | 'signIn', email: string): Promise<RingSession> {
  const type = mutation === 'signUp' ? 'SignUpInput' : 'SignInInput';
  const input = { email, password: 'a long way from anywhere', deviceName: 'ring', kind: 'BROWSER' };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `mutation ($input: ${type}!) { ${mutation}(input: $input) { token accountId deviceId } }`,
      variables: { input },
    }),
  });
  const { data, errors } = (await response.json()) as { data?: Record<string, RingSession>; errors?: unknown };
  if (!data) throw new Error(JSON.stringify(errors));
  return data[mutation]!;
}
