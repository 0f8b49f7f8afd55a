import { TASK_TITLE_LIMIT } from '@cairn/domain';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { tagsInUse } from '../tag/use-tags.ts';
import { cx } from '../ui/class-names.ts';
import { part } from '../ui/part.tsx';
import type { CaptureFields } from './capture.ts';
import { chipsOf, type Chip } from './chip.ts';
import { complete, completions, unfinished } from './completion.ts';
import { loadDateReader } from './date-reader.ts';
import { HighlightedInput } from './highlighted-input.tsx';
import { optionId, Suggestions, type Suggestion } from './suggestions.tsx';
import { useCapture } from './use-capture.ts';
import { withDefaults } from './with-defaults.ts';

/** A line of them stays free until they are there. */
const Chips = part(
  () => import('./chips.tsx').then((module) => module.Chips),
  <div className="min-h-7 pointer-coarse:min-h-9" />,
  { isAside: true },
);

interface Props {
  readonly id?: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What the screen gives along, unless the line says otherwise. */
  readonly defaults: CaptureFields;
  readonly onDefaults: (defaults: CaptureFields) => void;
  /** Enter; with Shift for one more. Only called when there is a title. */
  readonly onAdd: (title: string, fields: CaptureFields, isOneMore: boolean) => void;
  readonly onEscape: () => void;
  /** Where suggestions have room. */
  readonly opens: 'up' | 'down';
  readonly isFocused?: boolean;
  readonly icon: ReactNode;
  readonly aside?: ReactNode;
  readonly className?: string;
}

/** One line that becomes a task: words that mean something are marked, and shown again as what they mean. */
export function CaptureField(props: Props) {
  const {
    id,
    text,
    onText,
    defaults,
    onDefaults,
    onAdd,
    onEscape,
    opens,
    isFocused = false,
    icon,
    aside,
    className,
  } = props;
  const cairn = useCairn();
  const input = useRef<HTMLInputElement>(null);
  const capture = useCapture(text);
  const chips = chipsOf(text, capture.parts, defaults);
  const listbox = useId();
  const [caret, setCaret] = useState(text.length);
  const [chosen, setChosen] = useState<{ readonly at: string; readonly active: number; readonly isClosed?: boolean }>();

  useEffect(() => {
    if (!isFocused) return;
    input.current?.focus();
    void loadDateReader();
  }, [isFocused]);

  const word = unfinished(text, caret);
  const at = word ? `${word.from}:${word.sign}${word.query}` : '';
  const suggestions = word && !(chosen?.at === at && chosen.isClosed) ? suggest() : [];
  // A new tag is as good as a known one; something after @ is only a list when it is one.
  const active = chosen?.at === at ? chosen.active : word?.sign === '@' ? 0 : -1;

  function suggest(): readonly Suggestion[] {
    if (word!.sign === '#') {
      return completions(tagsInUse(cairn), (tag) => tag, word!.query).map((name) => ({ key: name, name }));
    }
    const places = [{ id: null, name: 'Inbox' }, ...capture.lists];
    return completions(places, ({ name }) => name, word!.query).map(({ id, name }) => ({
      key: id ?? 'inbox',
      name,
      listId: id,
    }));
  }

  function choose({ name }: Suggestion) {
    const completed = complete(text, word!, name);
    onText(completed.text);
    input.current?.focus();
    // Once the field shows the new text.
    requestAnimationFrame(() => {
      input.current?.setSelectionRange(completed.caret, completed.caret);
      setCaret(completed.caret);
    });
  }

  function remove({ kind, sets, words }: Chip) {
    if (words) return capture.dismiss(words);
    const { [kind === 'list' ? 'listId' : (kind as keyof CaptureFields)]: _, ...rest } = defaults;
    const tags = defaults.tags?.filter((tag) => !sets.tags?.includes(tag));
    onDefaults(kind === 'tag' ? { ...defaults, tags: tags ?? [] } : rest);
  }

  function add(isOneMore: boolean) {
    const { title, fields } = capture;
    if (title === '') return;
    onAdd(title, withDefaults(defaults, fields), isOneMore);
  }

  /** Backspace right after words that were recognised says that they were not meant. */
  function dismissBefore(event: KeyboardEvent<HTMLInputElement>): boolean {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const part = capture.parts.find(({ to }) => to === selectionStart && to === selectionEnd);
    if (!part) return false;
    capture.dismiss([text.slice(part.from, part.to)]);
    return true;
  }

  function onSuggestionKey(event: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isChoice = (event.key === 'Enter' && active >= 0) || event.key === 'Tab';
    if (step !== undefined) {
      setChosen({ at, active: (active + step + suggestions.length) % suggestions.length });
    } else if (isChoice) choose(suggestions[Math.max(active, 0)]!);
    else if (event.key === 'Escape') setChosen({ at, active, isClosed: true });
    else return false;
    return true;
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (suggestions.length > 0 && onSuggestionKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      add(event.shiftKey);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      onEscape();
    } else if (event.key === 'Backspace' && dismissBefore(event)) event.preventDefault();
  }

  return (
    <div className={cx('relative', className)}>
      <div className="flex min-h-row items-center gap-1 pr-2">
        {icon}
        <HighlightedInput
          {...(id ? { id } : {})}
          field={input}
          value={text}
          parts={capture.parts}
          onChange={(event) => {
            onText(event.target.value);
            setCaret(event.target.selectionStart ?? event.target.value.length);
          }}
          onFocus={() => void loadDateReader()}
          onKeyDown={onKeyDown}
          onKeyUp={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onPointerUp={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onBlur={() => setChosen({ at, active, isClosed: true })}
          maxLength={TASK_TITLE_LIMIT}
          aria-label="Add a task"
          aria-autocomplete="list"
          {...(suggestions.length > 0
            ? {
                'aria-controls': listbox,
                ...(active >= 0 ? { 'aria-activedescendant': optionId(listbox, active) } : {}),
              }
            : {})}
          placeholder="Add a task"
          autoComplete="off"
          enterKeyHint="done"
        />
        {aside}
      </div>
      {chips.length > 0 && (
        <div className="pr-2 pb-2 pl-[calc(var(--target)+0.25rem)]">
          <Chips
            chips={chips}
            onRemove={(chip) => {
              remove(chip);
              input.current?.focus();
            }}
          />
        </div>
      )}
      {suggestions.length > 0 && (
        <Suggestions id={listbox} suggestions={suggestions} active={active} opens={opens} onChoose={choose} />
      )}
    </div>
  );
}
