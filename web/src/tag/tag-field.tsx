import { TAG_LIMIT } from '@cairn/domain';
import { X } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { Link } from '../shell/link.tsx';
import { pathOf } from '../shell/router.ts';
import { FieldRow } from '../ui/field-row.tsx';
import { parseTag } from './parse-tag.ts';
import { tagKey } from './tag-key.ts';
import { useTags } from './use-tags.ts';

interface Props {
  /** Whose tags: keys find the field by it. */
  readonly name: 'task' | 'note';
  readonly tags: readonly string[];
  readonly onAdd: (tag: string) => Promise<boolean>;
  readonly onRemove: (tag: string) => Promise<boolean>;
}

/** The tags of something: each leads to its screen and can be taken off; Enter puts another on. */
export function TagField({ name, tags, onAdd, onRemove }: Props) {
  const field = useId();
  const suggestions = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const known = useTags().filter((tag) => !tags.includes(tag));

  async function add() {
    const tag = parseTag(text);
    if (tag === undefined) return;
    setText('');
    if (!tags.includes(tag) && !(await onAdd(tag))) setText(text);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      void add();
    }
    if (event.key === 'Backspace' && text === '' && tags.length > 0) void onRemove(tags.at(-1)!);
  }

  return (
    <FieldRow label="Tags" htmlFor={field}>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 py-1 pl-2">
        {tags.length > 0 && (
          <ul aria-label="Tags" className="contents">
            {tags.map((tag) => (
              <li key={tag} className="flex max-w-full items-center rounded-full bg-ground text-sm">
                <Link
                  href={pathOf({ name: 'tag', tagKey: tagKey(tag) })}
                  className="flex min-h-6 min-w-0 items-center rounded-l-full pl-2.5 hover:text-accent pointer-coarse:min-h-9"
                >
                  <span className="truncate">#{tag}</span>
                </Link>
                <button
                  type="button"
                  aria-label={`Take off ${tag}`}
                  onClick={() => {
                    void onRemove(tag);
                    input.current?.focus();
                  }}
                  className="grid size-6 shrink-0 place-items-center rounded-full text-ink-faint hover:bg-pressed hover:text-ink pointer-coarse:size-9"
                >
                  <X aria-hidden className="size-3" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <input
          ref={input}
          id={field}
          {...{ [`data-${name}-field`]: 'tags' }}
          value={text}
          list={suggestions}
          maxLength={TAG_LIMIT + 1}
          placeholder={tags.length === 0 ? 'Add a tag' : 'Add'}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="done"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => void add()}
          className="min-h-target w-24 min-w-0 flex-1 rounded-md bg-transparent px-1 hover:bg-hover focus:bg-hover focus-visible:-outline-offset-2 [&::-webkit-calendar-picker-indicator]:hidden!"
        />
        <datalist id={suggestions}>
          {known.slice(0, 50).map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      </div>
    </FieldRow>
  );
}
