/** The receipt of an event that the server does not take, as a test answers in the server's place. */
export const REFUSED_RECEIPT = {
  __typename: 'Receipt',
  eventId: null,
  status: 'REJECTED',
  code: 'VALUE_TOO_LONG',
  message: 'too long',
  version: null,
  position: null,
  epoch: null,
  resent: false,
  clockClamped: false,
  entity: null,
};
