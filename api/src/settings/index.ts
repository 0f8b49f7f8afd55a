import type { ApiConcept } from '../entity/projection.ts';
import { settingsInputs } from './settings-inputs.ts';
import { settingsProjection } from './settings-projection.ts';
import { SettingsResolver } from './settings-resolver.ts';
import { Settings } from './settings-type.ts';

export const settings: ApiConcept = {
  projection: settingsProjection,
  objectType: Settings,
  inputs: settingsInputs,
  resolver: SettingsResolver,
};
