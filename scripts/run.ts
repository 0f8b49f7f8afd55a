import { spawn } from 'node:child_process';

/** Says what is going on; a person may be waiting for minutes. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a program of this project to its end. Its output is shown only when it fails, or with `show`.
 * Rejects when it does not end with 0.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; show?: boolean; cwd?: string } = {},
): Promise<string> {
  const child = spawn(command, args, {
    env: { ...process.env, ...options.env },
    cwd: options.cwd,
    stdio: options.show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${output}`);
  return output;
}

/** Runs a program from node_modules/.bin, on any platform. */
export function runBin(name: string, args: readonly string[], options?: Parameters<typeof run>[2]): Promise<string> {
  return run('npx', ['--no-install', name, ...args], options);
}
