export * from './device.ts';
export * from './given.ts';
export * from './histories.ts';
export * from './lives.ts';
export * from './log.ts';
export * from './sample.ts';
export * from './worlds.ts';
