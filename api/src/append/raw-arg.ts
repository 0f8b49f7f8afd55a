import { GraphQLScalarType } from 'graphql';
import { createParameterDecorator } from '../type-graphql.ts';

const AS_IT_IS = new GraphQLScalarType({ name: 'AsItIs' });

let isSchemaBuilt = false;

/**
 * As `@Arg`, but gives the coerced value itself instead of a class instance: body hashes are taken of what was sent.
 * type-graphql makes the instances all the same, and throws them away: for a batch, every field of every event's type a
 * hundred times. Of a scalar it makes none, so the type is one as soon as the schema has been made of the real one.
 */
export function RawArg(name: string, typeFunc: () => object, description?: string) {
  return createParameterDecorator(({ args }) => args[name], {
    arg: {
      name,
      typeFunc: () => (isSchemaBuilt ? AS_IT_IS : typeFunc()),
      options: description === undefined ? {} : { description },
    },
  });
}

/** No schema is built after this. */
export function schemaIsBuilt(): void {
  isSchemaBuilt = true;
}
