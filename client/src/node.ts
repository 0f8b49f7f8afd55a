export { nodeEnvironment } from './environment/node.ts';
export { fileOutboxStore } from './outbox/file-outbox-store.ts';
