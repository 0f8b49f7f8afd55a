import 'reflect-metadata';

/** type-graphql, with what its decorators need loaded before the first of them runs. */
export * from 'type-graphql';
