import { GraphQLScalarType } from 'graphql';

export const FieldWriters = new GraphQLScalarType({
  name: 'FieldWriters',
  description:
    'JSON: field name → {version: Int, clock: String, device: ID, sequence: Int, parent: Int}, the last write to it; ' +
    'with `unseen`, those before it that its writer did not know of, and of a field of members with `members`: ' +
    'member → its last write.',
});

export const SeenClocks = new GraphQLScalarType({
  name: 'SeenClocks',
  description: 'JSON: device → {clock: String, sequence: Int}, the latest of its events here.',
});

export const FieldConflicts = new GraphQLScalarType({
  name: 'FieldConflicts',
  description:
    'JSON: conflict id → {id, field, base, mine, by, theirs, against, settled: {choice, value, before, by} or null}; ' +
    '`by` and `against` are writes as in FieldWriters.',
});

export const JsonObject = new GraphQLScalarType({ name: 'JsonObject', description: 'JSON: field name → value.' });

export const JsonValue = new GraphQLScalarType({ name: 'JsonValue', description: 'Any JSON.' });
