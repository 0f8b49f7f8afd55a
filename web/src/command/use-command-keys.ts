import { useEffect, useEffectEvent } from 'react';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { isCovered } from '../shell/covered.ts';
import type { Route } from '../shell/router.ts';
import { SCOPES, type Command, type CommandContext } from './command.ts';
import { commandOf, commands } from './commands.ts';
import { takeEarlyKeys } from './early-keys.ts';
import { isMac } from './key-names.ts';
import { KeyReader } from './key-reader.ts';
import { provided } from './provided.ts';
import { handlerOf } from './run-command.ts';
import { subjectsOf } from './subjects.ts';
import { commandsAreHere } from './use-key-hint.ts';

/** Where the person is now. */
export function contextOf(cairn: AppCairn, route: Route, at: Element | null): CommandContext {
  const element = at instanceof HTMLElement ? at : null;
  return { cairn, route, at: element, subjects: subjectsOf(route, element) };
}

/** Every key of the app but the editor's. */
export function useCommandKeys(cairn: AppCairn, route: Route): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent, reader: KeyReader<Command>) => {
    if (event.defaultPrevented || event.isComposing) return;
    const { target } = event;
    // Keys belong to a dialog or menu that is open.
    if (isCovered() || document.querySelector('[role="menu"]')) return reader.forget();
    const isTypingNow = isTyping(target);
    const found = reader.read(event).filter((command) => command.scope !== 'text');
    if (isTypingNow && isWriting(event)) reader.forget();
    const context = contextOf(cairn, route, target as Element | null);
    const able = found
      .filter((command) => (isTypingNow ? command.whileTyping : !isOwnOf(target, event.key)))
      .sort((a, b) => SCOPES.indexOf(b.scope) - SCOPES.indexOf(a.scope));
    for (const command of able) {
      const handler = handlerOf(command, context);
      if (!handler || isElsewhere(command, event.key, context)) continue;
      event.preventDefault();
      handler(context);
      return;
    }
  });
  useEffect(() => {
    commandsAreHere(commandOf);
    const bindings = commands.flatMap((command) => command.keys.map((keys) => [keys, command] as const));
    const reader = new KeyReader(bindings, isMac());
    const listener = (event: KeyboardEvent) => onKeyDown(event, reader);
    window.addEventListener('keydown', listener);
    // Outside of this effect, in which React takes back what is put into its fields, and before the next key.
    queueMicrotask(async () => {
      for (const event of takeEarlyKeys()) {
        replay(event, listener);
        // What React shows after it, before the next one: a line that was entered is not to stand in front of the next.
        await undefined;
      }
    });
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** A key that was pressed before anybody read keys. Once one of them led into a field, the rest was meant for that. */
function replay(event: KeyboardEvent, listener: (event: KeyboardEvent) => void): void {
  const field = document.activeElement;
  if (!isTyping(field) || isTyping(event.target)) return listener(event);
  if (isWriting(event)) return void document.execCommand('insertText', false, event.key);
  const { key, code, altKey, ctrlKey, metaKey, shiftKey } = event;
  const again = { key, code, altKey, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true };
  field!.dispatchEvent(new KeyboardEvent('keydown', again));
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest('input, textarea, select, [contenteditable]') !== null;
}

function isWriting({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey;
}

/** Outside of the rows an arrow scrolls, and a letter leads into them. */
function isElsewhere({ scope, id }: Command, key: string, context: CommandContext): boolean {
  return scope === 'rows' && key.length > 1 && provided(id, context) === undefined;
}

/** What the browser does with the key here by itself. */
function isOwnOf(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === 'Enter') return target.closest('a[href], button, summary') !== null;
  if (key === ' ') return target.closest('button, summary') !== null;
  return key.startsWith('Arrow') && target.closest('[role="radiogroup"], [role="tablist"]') !== null;
}
