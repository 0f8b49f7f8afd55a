export const IDENTITY_KEY = 'cairn.identity';
