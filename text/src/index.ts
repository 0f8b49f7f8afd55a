export * from './base64.ts';
export * from './body.ts';
export * from './links.ts';
export * from './take-back.ts';
