import type { EntityRef } from '@cairn/domain';
import { useDeviceNames } from '../account/device-names.ts';
import { useEntity } from '../cairn/use-entity.ts';
import { editedBeside } from './edited-beside.ts';

/** Deleted here, edited there: the edit is in the trash too, and comes back with the rest. */
export function EditedNote({ entity: ref }: { entity: EntityRef }) {
  const entity = useEntity(ref);
  const edited = entity && editedBeside(entity);
  const deviceName = useDeviceNames(edited ? [edited.device] : []);
  if (!edited) return null;
  const { device, isAfter } = edited;
  return (
    <span className="block truncate text-sm text-notice">
      Edited on {deviceName(device)} {isAfter ? 'after it was deleted' : 'while it was being deleted'}
    </span>
  );
}
