import type { ConflictPatch, Effect, Fields, MergeOutcome } from '@cairn/domain';
import type { LoggedEventFragment } from '../generated/graphql.ts';
import type { Happened } from './words/concept-words.ts';
import type { Met } from './words/say-merged.ts';

/** An event as the server's log tells it. */
export interface LoggedEvent extends Effect, Happened, Met {
  readonly id: string;
  /** The entity's version that it made. */
  readonly version: number;
  /** ISO time that counts: as claimed, or of receipt where the claim was too far ahead [M7]. */
  readonly at: string;
  readonly isClamped: boolean;
  readonly deviceName: string;
}

export function loggedEvent(node: LoggedEventFragment): LoggedEvent {
  const { id, type, entityType, entityId, version, sequence, device } = node;
  return {
    id,
    type,
    entityType,
    entityId,
    version,
    sequence,
    device: device.id,
    deviceName: device.name,
    at: node.clamped ? node.recordedAt : node.occurredAt.slice(0, 24),
    isClamped: node.clamped,
    asked: node.asked as Fields,
    applied: node.applied as Fields,
    before: node.before as Fields,
    lost: node.lost as Fields,
    conflicts: node.conflicts as ConflictPatch,
    merged: node.merged.map(({ field, outcome, version, clock, deviceId }) => ({
      field,
      outcome: outcome as MergeOutcome,
      with: { version, clock, device: deviceId },
    })),
  };
}
