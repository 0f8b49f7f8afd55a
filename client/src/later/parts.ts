// What an app does without until its first screen is there: storing a change, and the road.
export { CachePersistor } from 'apollo3-cache-persist';
export { createSocket } from '../feed/socket.ts';
export { createHttpLink } from '../link/http-link.ts';
