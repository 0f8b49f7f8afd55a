// What an app does without until its first screen is there: storing a change, the road, and what follows a restored backup.
export { CachePersistor } from 'apollo3-cache-persist';
export { createSocket } from '../feed/socket.ts';
export { createHttpLink } from '../link/http-link.ts';
export { reoffer } from '../outbox/reoffer.ts';
