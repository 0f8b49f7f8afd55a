import { PROTOCOL } from '@cairn/domain';
import { GraphQLError } from 'graphql';
import { ERROR_STATUS } from '../errors.ts';

/** The protocols that a server takes, both ends included. */
export interface ProtocolRange {
  readonly oldest: number;
  readonly newest: number;
}

export const PROTOCOLS: ProtocolRange = { oldest: 1, newest: PROTOCOL };

/**
 * Refuses what does not say the same by the same words. A program that names no protocol is let in: the schema, which only
 * grows, is what it goes by.
 * @param given what the client says its protocol is: of a header, or of the parameters of a socket
 * @throws UPGRADE_REQUIRED when the client is too old, SERVER_TOO_OLD when this server is
 */
export function checkProtocol(range: ProtocolRange, given: unknown): void {
  if (given === undefined || given === null) return;
  const protocol = Number(given);
  if (protocol < range.oldest) throw refusal('UPGRADE_REQUIRED', 'this client is too old for this server', range);
  // What is no number at all is of no release that this server knows.
  if (!(protocol <= range.newest)) throw refusal('SERVER_TOO_OLD', 'this server is too old for this client', range);
}

function refusal(code: 'UPGRADE_REQUIRED' | 'SERVER_TOO_OLD', message: string, protocols: ProtocolRange) {
  return new GraphQLError(message, { extensions: { code, protocols, http: { status: ERROR_STATUS[code] } } });
}
