// A file of its own: no first screen needs a document as text.
export { print } from 'graphql';
