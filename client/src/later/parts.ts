// What an app does without until its first screen is there: storing what the server says, the road, drafts,
// what takes back, a file of what is unsent, what follows a restored backup, and what the first release stored.
export { CachePersistor } from 'apollo3-cache-persist';
export { encodeBucket } from '../cache/encode-bucket.ts';
export { createSocket } from '../feed/socket.ts';
export { createHttpLink } from '../link/http-link.ts';
export { Drafts } from '../outbox/drafts.ts';
export { unsentFile } from '../outbox/export.ts';
export { reoffer } from '../outbox/reoffer.ts';
export { Reversal } from '../reversal.ts';
export { readOldCache } from '../storage/read-old-cache.ts';
