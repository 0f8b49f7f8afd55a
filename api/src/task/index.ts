import type { ApiConcept } from '../entity/projection.ts';
import { taskInputs } from './task-inputs.ts';
import { taskProjection } from './task-projection.ts';
import { TaskResolver } from './task-resolver.ts';
import { Task } from './task-type.ts';

export const task: ApiConcept = {
  projection: taskProjection,
  objectType: Task,
  inputs: taskInputs,
  resolver: TaskResolver,
};
