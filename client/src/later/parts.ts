// What an app does without until its first screen is there: storing what the server says, the road, drafts,
// what takes back, and what follows a restored backup.
export { CachePersistor } from 'apollo3-cache-persist';
export { encodeBucket } from '../cache/encode-bucket.ts';
export { createSocket } from '../feed/socket.ts';
export { createHttpLink } from '../link/http-link.ts';
export { Drafts } from '../outbox/drafts.ts';
export { reoffer } from '../outbox/reoffer.ts';
export { Reversal } from '../reversal.ts';
