import { WidgetType, type EditorView } from '@codemirror/view';
import { linkOf, linkTargets, type LinkTargets } from './link-targets.ts';
import { tickLine } from './list-lines.ts';

/** Ticks the item in the line at `position`, or makes the line one. */
export function tickAt(view: EditorView, position: number): void {
  const line = view.state.doc.lineAt(position);
  const { from, to, insert } = tickLine(line.text);
  view.dispatch({ changes: { from: line.from + from, to: line.from + to, insert }, userEvent: 'input.tick' });
}

export class CheckWidget extends WidgetType {
  readonly #isChecked: boolean;
  readonly #label: string;

  constructor(isChecked: boolean, label: string) {
    super();
    this.#isChecked = isChecked;
    this.#label = label;
  }

  override eq(other: CheckWidget): boolean {
    return other.#isChecked === this.#isChecked && other.#label === this.#label;
  }

  override toDOM(view: EditorView): HTMLElement {
    // A label, so that a finger need not hit the box itself.
    const place = document.createElement('label');
    place.className = 'note-check';
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.addEventListener('change', () => tickAt(view, view.posAtDOM(place)));
    place.append(box);
    this.updateDOM(place);
    return place;
  }

  /** The same box after a tick, so that it keeps the focus. */
  override updateDOM(place: HTMLElement): boolean {
    const box = place.querySelector('input');
    if (!box) return false;
    box.checked = this.#isChecked;
    box.setAttribute('aria-label', this.#label || 'Item without text');
    return true;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

export class BulletWidget extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    const bullet = document.createElement('span');
    bullet.className = 'note-bullet';
    bullet.textContent = '•';
    return bullet;
  }
}

export class RuleWidget extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    const rule = document.createElement('span');
    rule.className = 'note-rule';
    return rule;
  }
}

/** A link to a task or note of this account, under the name it has now. */
export class ChipWidget extends WidgetType {
  readonly #label: string;
  readonly #target: string;
  readonly #found: ReturnType<LinkTargets['look']>;

  constructor(label: string, target: string, targets: LinkTargets | undefined) {
    super();
    this.#label = label;
    this.#target = target;
    const link = linkOf(target);
    this.#found = link && targets?.look(link);
  }

  override eq(other: ChipWidget): boolean {
    const [a, b] = [this.#found, other.#found];
    return (
      other.#label === this.#label &&
      other.#target === this.#target &&
      a?.href === b?.href &&
      a?.title === b?.title &&
      a?.isDeleted === b?.isDeleted
    );
  }

  override toDOM(view: EditorView): HTMLElement {
    const found = this.#found;
    const chip = document.createElement(found ? 'a' : 'span');
    chip.className = `note-chip note-chip-${linkOf(this.#target)?.entityType === 'Task' ? 'task' : 'note'}`;
    chip.textContent = found?.title ?? this.#label;
    if (!found) chip.title = 'Not on this device';
    else if (found.isDeleted) chip.title = 'In the trash';
    if (!found || found.isDeleted) chip.classList.add('note-chip-gone');
    if (found && chip instanceof HTMLAnchorElement) {
      chip.href = found.href;
      chip.addEventListener('click', (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        view.state.facet(linkTargets)?.open(found.href);
      });
    }
    return chip;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Opens a link to elsewhere; its text is for the cursor. */
export class OpenWidget extends WidgetType {
  readonly #target: string;

  constructor(target: string) {
    super();
    this.#target = target;
  }

  override eq(other: OpenWidget): boolean {
    return other.#target === this.#target;
  }

  override toDOM(): HTMLElement {
    const link = document.createElement('a');
    link.className = 'note-open';
    link.href = this.#target;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    link.textContent = '↗';
    link.title = this.#target;
    link.setAttribute('aria-label', `Open ${this.#target}`);
    return link;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
