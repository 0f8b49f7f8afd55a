import { TASK_DESCRIPTION_LIMIT, TASK_TITLE_LIMIT } from '@cairn/domain';
import type { KeyboardEvent } from 'react';
import { useDraft } from '../ui/drafts.ts';
import type { TaskActions } from './task-actions.ts';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly actions: TaskActions;
}

const FIELD =
  'block w-full resize-none rounded-md bg-transparent px-2 -mx-2 py-1.5 field-sizing-content hover:bg-hover focus:bg-hover focus:outline-none focus-visible:ring-2 focus-visible:ring-accent box-content max-w-full';

export function TaskText({ id, title, description, actions }: Props) {
  const titleDraft = useDraft(title, async (text) => {
    const line = text.replaceAll(/\s*\n\s*/g, ' ').trim();
    // A title is never empty: the field shows the old one again.
    return line === '' || line === title || (await actions.retitle(id, line));
  });
  const descriptionDraft = useDraft(description, (text) => actions.describe(id, text));

  function onTitleKey(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.blur();
  }

  return (
    <div className="space-y-1">
      <textarea
        autoComplete="off"
        aria-label="Title"
        data-task-field="title"
        rows={1}
        maxLength={TASK_TITLE_LIMIT}
        value={titleDraft.text}
        onChange={(event) => titleDraft.change(event.target.value)}
        onBlur={() => void titleDraft.leave()}
        onKeyDown={onTitleKey}
        className={`${FIELD} text-xl leading-snug font-semibold tracking-tight`}
      />
      <textarea
        autoComplete="off"
        aria-label="Description"
        data-task-field="description"
        placeholder="Add a description"
        rows={3}
        maxLength={TASK_DESCRIPTION_LIMIT}
        value={descriptionDraft.text}
        onChange={(event) => descriptionDraft.change(event.target.value)}
        onBlur={() => void descriptionDraft.leave()}
        className={`${FIELD} min-h-20 text-ink-soft`}
      />
    </div>
  );
}
