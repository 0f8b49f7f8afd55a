/** Most events of one batch. */
export const BATCH_LIMIT = 500;
