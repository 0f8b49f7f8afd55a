import { Field, ObjectType, type ClassType } from '../type-graphql.ts';
import { Cursor } from './cursor-scalar.ts';

@ObjectType('PageInfo', { simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean)
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
  @ObjectType(`${name}Edge`, { simpleResolvers: true })
  class Edge {
    @Field(() => Cursor)
    readonly cursor!: string;

    @Field(() => node)
    readonly node!: unknown;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true })
  class ConnectionOf implements Connection<unknown> {
    @Field(() => [Edge])
    readonly edges!: readonly Edge[];

    @Field(() => [node], { description: 'The edges without their cursors.' })
    readonly nodes!: readonly unknown[];

    @Field(() => PageInfo)
    readonly pageInfo!: PageInfo;
  }
  return ConnectionOf;
}
