import type { ApiConcept } from '../entity/projection.ts';
import { listInputs } from './list-inputs.ts';
import { listProjection } from './list-projection.ts';
import { ListResolver } from './list-resolver.ts';
import { List } from './list-type.ts';

export const list: ApiConcept = {
  projection: listProjection,
  objectType: List,
  inputs: listInputs,
  resolver: ListResolver,
};
