export const IDENTITY_KEY = 'cairn.identity';

/** Belongs to the account, and leaves the device with it. */
export const DEVICE_NAMES_KEY = 'cairn.device-names';
