import { createParameterDecorator } from '../type-graphql.ts';

/** As `@Arg`, but gives the coerced value itself instead of a class instance: body hashes are taken of what was sent. */
export function RawArg(name: string, typeFunc: () => object, description?: string) {
  return createParameterDecorator(({ args }) => args[name], {
    arg: { name, typeFunc, options: description === undefined ? {} : { description } },
  });
}
