import type { CaptureFields } from './capture.ts';

/** What a line says, and what its screen gives along: another date stands in the place of the screen's, tags gather. */
export function withDefaults(defaults: CaptureFields, fields: CaptureFields): CaptureFields {
  const { start: _, due: __, someday: ___, ...undated } = defaults;
  const isDated = fields.start !== undefined || fields.due !== undefined || fields.someday !== undefined;
  const tags = [...new Set([...(defaults.tags ?? []), ...(fields.tags ?? [])])];
  return { ...(isDated ? undated : defaults), ...fields, ...(tags.length > 0 ? { tags } : {}) };
}
