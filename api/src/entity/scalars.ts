import { GraphQLScalarType } from 'graphql';

export const FieldWriters = new GraphQLScalarType({
  name: 'FieldWriters',
  description: 'JSON: field name → {version: Int, clock: String, device: ID}, the last write to it.',
});

export const JsonObject = new GraphQLScalarType({ name: 'JsonObject', description: 'JSON: field name → value.' });
