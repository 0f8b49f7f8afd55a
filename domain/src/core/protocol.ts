/**
 * What both sides mean by what they say, where the GraphQL schema does not tell. Every client sends it with each request;
 * a server takes a range of them. Raised when a client of before would do harm: its queue then waits for an update.
 */
export const PROTOCOL = 1;
