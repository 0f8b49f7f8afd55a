import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Answer, Work } from './worker.ts';

/** Shares the tasks out among as many processes as there are cores. Answers come in any order. */
export async function shareOut(
  tasks: readonly Work[],
  onAnswer: (answer: Exclude<Answer, 'done'>) => void,
): Promise<void> {
  const left = [...tasks];
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), tasks.length) }, async () => {
      const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
      await new Promise<void>((resolve, reject) => {
        const next = () => {
          const task = left.shift();
          if (task) worker.send(task);
          else worker.disconnect();
        };
        worker.on('message', (answer: Answer) => (answer === 'done' ? next() : onAnswer(answer)));
        worker.on('error', reject);
        worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
        next();
      });
    }),
  );
}
