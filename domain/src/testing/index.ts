export * from './given.ts';
export * from './log.ts';
export * from './histories.ts';
