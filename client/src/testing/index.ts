export { decodeBucket } from '../cache/decode-bucket.ts';
export { ManualTime, settled } from './manual-time.ts';
export { outboxStoreContract, sharedOutboxContract } from './outbox-store-contract.ts';
export { testApp } from './test-app.ts';
