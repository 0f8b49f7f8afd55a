import { parseArgs, type ParseArgsConfig } from 'node:util';
import { StorageError } from '@cairn/client';
import { Refusal } from '@cairn/domain';
import { Home } from './home.ts';
import { askPassword } from './password.ts';
import { add, done, list, signIn, signOut, status, sync, watch, type Told } from './commands.ts';
import { UsageError } from './usage-error.ts';

const USAGE = `cairn: tasks from the command line, with or without a network.

  cairn sign-in EMAIL [--server URL] [--new]   signs in here; --new makes the account
  cairn add TITLE [--list NAME] [--due DATE] [--tag TAG]
  cairn list [NAME] [--json]                   open tasks, of one list or of all
  cairn done TASK                              the end of its id, or how its title begins
  cairn watch [--json]                         what changes on the server, as it happens
  cairn sync [--wait SECONDS]                  sends what waits here; fails when not all is on the server
  cairn status [--json]
  cairn sign-out [--discard]                   ends the session and deletes the account from here

CAIRN_HOME is the folder that all of it is kept in, CAIRN_SERVER the default of --server, CAIRN_PASSWORD the password where
nobody can be asked. Ends with 0; with 1 when something is not on the server that should be; with 2 when it cannot be done.
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** @throws UsageError for an option that there is not */
function read<T extends ParseArgsConfig['options'] & object>(
  args: string[],
  options: T,
  isNamed: (count: number) => boolean,
) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (!isNamed(positionals.length)) throw new UsageError(USAGE);
    return { values, positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

const one = (count: number) => count === 1;
const some = (count: number) => count >= 1;
const none = (count: number) => count === 0;

function secondsOf(said: string): number {
  const seconds = Number(said);
  if (!Number.isFinite(seconds) || seconds < 0) throw new UsageError(`--wait wants seconds, not “${said}”.`);
  return seconds * 1_000;
}

async function run([command, ...args]: string[], home: Home): Promise<Told> {
  switch (command) {
    case 'sign-in': {
      const { values, positionals } = read(args, { server: text, new: flag }, one);
      const server = values.server ?? process.env['CAIRN_SERVER'] ?? home.session()?.url ?? 'http://127.0.0.1:4000';
      const password = process.env['CAIRN_PASSWORD'] ?? (await askPassword());
      return signIn(home, { url: server.replace(/\/+$/, ''), email: positionals[0]!, password, isNew: values.new });
    }
    case 'add': {
      const { values, positionals } = read(args, { list: text, due: text, tag: { ...text, multiple: true } }, some);
      return add(home, { title: positionals.join(' '), list: values.list, due: values.due, tags: values.tag ?? [] });
    }
    case 'list': {
      const { values, positionals } = read(args, { json: flag }, (count) => count <= 1);
      return list(home, positionals[0], values.json);
    }
    case 'done':
      return done(home, read(args, {}, some).positionals.join(' '));
    case 'watch':
      return watch(home, read(args, { json: flag }, none).values.json);
    case 'sync':
      return sync(home, secondsOf(read(args, { wait: { ...text, default: '30' } }, none).values.wait));
    case 'status':
      return status(home, read(args, { json: flag }, none).values.json);
    case 'sign-out':
      return signOut(home, read(args, { discard: flag }, none).values.discard);
    case undefined:
    case 'help':
    case '--help':
      return { text: USAGE };
    default:
      throw new UsageError(`There is no command “${command}”.\n\n${USAGE}`);
  }
}

try {
  const { text: said, isBehind = false } = await run(process.argv.slice(2), new Home());
  if (said !== '') process.stdout.write(`${said.trimEnd()}\n`);
  process.exit(isBehind ? 1 : 0);
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message.trimEnd()}\n`);
  else if (Refusal.is(error) || error instanceof StorageError)
    process.stderr.write(`${error.code}: ${error.message}\n`);
  else throw error;
  process.exit(2);
}
