/** Where the line of the overlay is kept while it is typed. */
export const CAPTURE = 'capture';
