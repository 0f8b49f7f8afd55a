import type { Principal } from '../append/principal.ts';

/** A device that is signed in. */
export type Session = Principal;
