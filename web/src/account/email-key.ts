/** Under which the account's e-mail is kept in its own store on this device. */
export const EMAIL = 'email';
