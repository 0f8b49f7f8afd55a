import { readFile } from 'node:fs/promises';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { COMMAND, NODE_OPTIONS } from '../sim/src/server-process.ts';

interface Service {
  readonly healthcheck?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly expose?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

let compose: Compose;
let faultsOf: (file: unknown) => readonly unknown[];

beforeAll(async () => {
  compose = parse(await read('docker-compose.yml'), { merge: true }) as Compose;
  // The schema of the Compose specification. It names a draft that this Ajv does not know, and uses nothing of it.
  const { $schema: _, ...schema } = JSON.parse(await read('deploy/compose-spec.schema.json')) as Record<
    string,
    unknown
  >;
  const validate = new Ajv({ logger: false, unknownFormats: 'ignore', schemaId: 'auto' }).compile(schema);
  faultsOf = (file) => (validate(file) ? [] : validate.errors!);
});

test('docker-compose.yml is what the Compose specification allows', () => {
  expect(faultsOf(compose)).toEqual([]);
  const { proxy } = compose.services;
  expect(faultsOf({ ...compose, services: { proxy: { ...proxy, port: ['80:80'] } } })).not.toEqual([]);
});

test('what a service waits for says when it is there, and every volume is a file here or declared', async () => {
  const services = Object.values(compose.services);
  const awaited = services.flatMap(({ depends_on = {} }) => Object.entries(depends_on));
  expect(awaited.length).toBeGreaterThan(4);
  for (const [name, { condition }] of awaited) {
    expect(condition).toBe('service_healthy');
    expect(compose.services[name]!.healthcheck).toBeDefined();
  }
  const mounted = services.flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]!));
  for (const source of mounted) {
    if (source.startsWith('./')) expect(await read(source)).not.toBe('');
    else expect(Object.keys(compose.volumes)).toContain(source);
  }
});

test('the proxy has every API process behind it, and asks each whether it is ready', async () => {
  const caddyfile = await read('deploy/Caddyfile');
  const upstreams = /^reverse_proxy (.*) \{$/m.exec(caddyfile)![1]!.split(' ');
  const serving = Object.entries(compose.services).filter(([, { environment }]) => environment?.['DATABASE_URL']);
  expect(upstreams).toEqual(serving.map(([name]) => `${name}:4000`));
  expect(serving).toHaveLength(2);
  expect(caddyfile).toMatch(/^\thealth_uri \/readyz$/m);
  // It must have noticed before the process takes no more.
  const [, interval] = /health_interval (\d+)s/.exec(caddyfile)!;
  const [, timeout] = /health_timeout (\d+)s/.exec(caddyfile)!;
  for (const [, { environment }] of serving) {
    expect(Number(environment!['DRAIN_SECONDS'])).toBeGreaterThan(Number(interval) + Number(timeout));
  }
});

test('every setting of an API process is one that it reads', async () => {
  const start = await read('api/src/server/start.ts');
  const settings = Object.keys(compose.services['api-1']!.environment!);
  expect(settings.filter((name) => !start.includes(`env.${name}`))).toEqual([]);
});

test('what is simulated and measured runs as the image does', async () => {
  const dockerfile = await read('Dockerfile');
  expect(dockerfile).toContain(`\nENV NODE_OPTIONS=${NODE_OPTIONS}\n`);
  expect(dockerfile).toContain(`\nCMD [${COMMAND.map((part) => `"${part}"`).join(', ')}]\n`);
});

test('what an operator runs in the image needs no package that only builds or tests', async () => {
  expect(await read('Dockerfile')).toContain('npm ci --omit=dev --workspace api\n');
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const { dependencies } = JSON.parse(await read('api/package.json')) as { dependencies: Record<string, string> };
  const commands = [...(await read('docs/operating.md')).matchAll(/^.*npm run (migrate|archive)/gm)].map(
    ([, name]) => name!,
  );
  expect(new Set(commands)).toEqual(new Set(['migrate', 'archive']));
  for (const name of commands) expect(Object.keys(dependencies)).toContain(scripts[name]!.split(' ')[0]);
});
