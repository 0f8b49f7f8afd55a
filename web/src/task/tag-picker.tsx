import { TAG_LIMIT } from '@cairn/domain';
import { Check, Hash, Plus } from 'lucide-react';
import { useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { completions } from '../capture/completion.ts';
import { parseTag } from '../tag/parse-tag.ts';
import { tagsInUse } from '../tag/use-tags.ts';
import { MENU_ITEM } from '../ui/menu-styles.ts';

interface Props {
  readonly ids: readonly string[];
  readonly onTag: (tag: string) => void;
  readonly onUntag: (tag: string) => void;
}

/** Puts one tag on all of them, or takes it off where all have it. */
export function TagPicker({ ids, onTag, onUntag }: Props) {
  const cairn = useCairn();
  const [text, setText] = useState('');
  const typed = parseTag(text);
  const known = tagsInUse(cairn);
  const isNew = typed !== undefined && !known.includes(typed);
  const offered = typed === undefined ? known.slice(0, 8) : [typed, ...completions(known, (tag) => tag, typed, 8)];
  const hasAll = (tag: string) =>
    ids.every((id) =>
      (cairn.entity({ type: 'Task', id })?.fields.tags as readonly string[] | undefined)?.includes(tag),
    );
  const pick = (tag: string) => (hasAll(tag) ? onUntag(tag) : onTag(tag));

  return (
    <>
      <input
        autoFocus
        value={text}
        aria-label="Tag"
        placeholder="Type a tag"
        maxLength={TAG_LIMIT + 1}
        autoComplete="off"
        autoCapitalize="none"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.key !== 'Enter' || typed === undefined) return;
          event.preventDefault();
          onTag(typed);
        }}
        className="mb-1 min-h-target w-full rounded-md bg-transparent px-2.5 outline-none"
      />
      <ul className="border-t border-line pt-1">
        {offered.map((tag, index) => (
          <li key={tag}>
            <button type="button" onClick={() => pick(tag)} className={`${MENU_ITEM} w-full hover:bg-hover`}>
              {isNew && index === 0 ? <Plus aria-hidden /> : <Hash aria-hidden />}
              <span className="truncate">{tag}</span>
              {hasAll(tag) && <Check aria-label="on all of them" className="ml-auto" />}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
