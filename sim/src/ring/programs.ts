import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps each version's programs here, and most of them not on the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder that has `initdb`, of the newest version; undefined where PostgreSQL's server is not installed. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return folderWith('initdb', [...versions.map((version) => join(DEBIAN, version, 'bin')), ...path()]);
}

/** The folder that has `redis-server`; undefined where it is not installed. */
export function redisPrograms(): string | undefined {
  return folderWith('redis-server', path());
}

/** What the process ring needs and this machine has not. */
export function missingPrograms(): string[] {
  return [
    ...(postgresPrograms() ? [] : ['the programs of a PostgreSQL server (initdb)']),
    ...(redisPrograms() ? [] : ['redis-server']),
  ];
}

/** PostgreSQL refuses to run as root: the user and group to run it as instead. Empty for anybody else. */
export function postgresUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function path(): string[] {
  return (process.env.PATH ?? '').split(delimiter);
}

function folderWith(program: string, folders: readonly string[]): string | undefined {
  return folders.find((folder) => existsSync(join(folder, program)));
}
