export { folderBucketStore } from './cache/folder-bucket-store.ts';
export { nodeEnvironment } from './environment/node.ts';
export { fileOutboxStore } from './outbox/file-outbox-store.ts';
