/** Events in one request, at most, and the characters of their JSON. */
export const BATCH = 250;
export const BATCH_CHARACTERS = 400_000;
