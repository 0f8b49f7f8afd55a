import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

export type SchemaEngine = bindings.SchemaEngine;

let loaded: Promise<void> | undefined;

/**
 * Prisma's own schema engine, in WebAssembly, speaking over one connection that the caller holds. After the call the
 * connection holds the session's advisory lock of Prisma's migrations: close it, do not give it back to a pool.
 * `failures` collects the errors of scripts: the engine goes on after one and may report a later error.
 */
export async function schemaEngine(pool: pg.Pool, client: pg.PoolClient, failures: unknown[]): Promise<SchemaEngine> {
  await (loaded ??= load());
  let chars: number[] = [];
  const query = async (config: pg.QueryConfig) => {
    const result = await client.query(config);
    chars = [];
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== pg.types.builtins.CHAR) continue;
      field.dataTypeID = pg.types.builtins.TEXT;
      chars.push(index);
    }
    return result;
  };
  const pinned = Object.create(pool, { query: { value: query } }) as pg.Pool;
  const connect = async () => {
    const adapter = await new PrismaPg(pinned).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    // The catalogue has columns of the type "char". The adapter does not know it, the engine wants nothing else there.
    adapter.queryRaw = async (sql) => {
      const result = await queryRaw(sql);
      for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    // The adapter splits a script at every semicolon, also within function bodies. Without arguments executeRaw is one
    // simple query, which PostgreSQL splits itself.
    adapter.executeScript = async (sql: string) => {
      await adapter.executeRaw({ sql, args: [], argTypes: [] }).catch((error: unknown) => {
        failures.push(error);
        throw error;
      });
    };
    return adapter;
  };
  const factory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect,
    connectToShadowDb: connect,
  } as const;
  return bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
}

type Glue = (...given: never[]) => unknown;

async function load(): Promise<void> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = await WebAssembly.compile(readFileSync(script.replace(/\.js$/, '.wasm')));
  const glue = bindings as unknown as { readonly [name: string]: Glue } & {
    __wbg_set_wasm(exports: WebAssembly.Exports): void;
  };
  // The engine's timers (ten seconds each) are never cleared and would keep the process up.
  const unrefTimers = Object.entries(glue).map(([name, call]): [string, Glue] =>
    name.startsWith('__wbg_setTimeout')
      ? [name, (...given: never[]) => (call(...given) as NodeJS.Timeout).unref()]
      : [name, call],
  );
  const imports = Object.fromEntries(unrefTimers) as WebAssembly.ModuleImports;
  const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': imports });
  glue.__wbg_set_wasm(exports);
  (exports['__wbindgen_start'] as () => void)();
}
