import { HttpLink } from '@apollo/client';
import type { CairnOptions } from '../cairn.ts';
import type { Environment } from '../environment/environment.ts';

/** The road: requests of this device's session. */
export function createHttpLink({ url, token, identity }: CairnOptions, { fetch }: Environment): HttpLink {
  return new HttpLink({
    uri: url,
    fetch,
    credentials: 'same-origin',
    headers: {
      // The server refuses a session of another device: a browser's cookie may be somebody else's by now.
      'x-cairn-device': identity.deviceId,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
}
