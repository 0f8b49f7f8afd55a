import { Bold, Heading, Italic, Link2, List, ListChecks } from 'lucide-react';
import type { ReactNode } from 'react';
import { keyHint } from '../../command/key-hint.ts';
import { IconButton } from '../../ui/button.tsx';
import type { FormatCommand } from './commands.ts';

const BUTTONS: readonly (readonly [FormatCommand, string, ReactNode])[] = [
  ['heading', 'Heading', <Heading key="heading" className="size-4.5" />],
  ['bold', 'Bold', <Bold key="bold" className="size-4.5" />],
  ['italic', 'Italic', <Italic key="italic" className="size-4.5" />],
  ['item', 'List', <List key="item" className="size-4.5" />],
  ['check', 'Checklist', <ListChecks key="check" className="size-4.5" />],
  ['link', 'Link', <Link2 key="link" className="size-4.5" />],
];

/** For fingers, and for whoever knows no Markdown. The text keeps the focus, and a phone its keyboard. */
export function FormatBar({ onFormat }: { onFormat: (command: FormatCommand) => void }) {
  return (
    <div
      role="toolbar"
      aria-label="Format"
      onMouseDown={(event) => event.preventDefault()}
      className="flex cursor-default gap-0.5"
    >
      {BUTTONS.map(([command, label, icon]) => (
        <IconButton key={command} label={label} {...keyHint(`text.${command}`)} onClick={() => onFormat(command)}>
          {icon}
        </IconButton>
      ))}
    </div>
  );
}
