import { Field, ObjectType, type ClassType } from '../type-graphql.ts';
import { Cursor } from './cursor-scalar.ts';

@ObjectType('PageInfo', { simpleResolvers: true, description: 'Where a page ends, and whether there is more.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'True when there is a next page.' })
  readonly hasNextPage!: boolean;

  @Field(() => Cursor, { nullable: true, description: 'Of the last edge: `after` of the next page.' })
  readonly endCursor!: string | null;
}

/** A page of `T` in the Relay shape. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
}

/** The GraphQL types `<name>Connection` and `<name>Edge`. */
export function connectionType(name: string, node: ClassType): ClassType<Connection<unknown>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} of a page, with its place.` })
  class Edge {
    @Field(() => Cursor, { description: 'Its place in the listing.' })
    readonly cursor!: string;

    @Field(() => node, { description: 'The item itself.' })
    readonly node!: unknown;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a listing of ${name}.` })
  class ConnectionOf implements Connection<unknown> {
    @Field(() => [Edge], { description: 'The items with their cursors.' })
    readonly edges!: readonly Edge[];

    @Field(() => [node], { description: 'The edges without their cursors.' })
    readonly nodes!: readonly unknown[];

    @Field(() => PageInfo, { description: 'Whether and where there is more.' })
    readonly pageInfo!: PageInfo;
  }
  return ConnectionOf;
}
