import { Facet } from '@codemirror/state';
import { linkTarget, type BodyLink } from '@cairn/text';

/** A task or note that a text may link to. */
export interface LinkTarget extends BodyLink {
  readonly title: string;
}

/** What the editor asks of the app around it. */
export interface LinkTargets {
  /** What the words fit, best first. */
  find(words: string): readonly LinkTarget[];
  /** Where it is, and what it is called now; undefined of what is not on this device. */
  look(link: BodyLink): { readonly href: string; readonly title: string; readonly isDeleted: boolean } | undefined;
  open(href: string): void;
}

export const linkTargets = Facet.define<LinkTargets, LinkTargets | undefined>({ combine: (values) => values[0] });

const OWN = /^cairn:(task|note)\/(.+)$/;

/** The inverse of `linkTarget`. */
export function linkOf(target: string): BodyLink | undefined {
  const [, type, entityId] = OWN.exec(target) ?? [];
  return entityId === undefined ? undefined : { entityType: type === 'task' ? 'Task' : 'Note', entityId };
}

/** A link as it is written. Brackets and line breaks in a title would end it early. */
export function writeLink({ title, ...link }: LinkTarget): string {
  return `[${title.replace(/\s+/g, ' ').replace(/[\\[\]]/g, '\\$&')}](${linkTarget(link)})`;
}
