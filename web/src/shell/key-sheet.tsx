import { Sheet } from '../ui/sheet.tsx';

const KEYS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Anywhere',
    [
      ['Q', 'Add a task'],
      ['G I', 'Go to the inbox'],
      ['Shift N', 'Write a note'],
      ['G T', 'Go to today'],
      ['G U', 'Go to upcoming'],
      ['G A', 'Go to anytime'],
      ['G N', 'Go to the notes'],
      ['G C', 'Go to completed'],
      ['G D', 'Go to deleted things'],
      ['G X', 'Go to conflicts'],
      ['G H', 'Go to the history of the account'],
      ['G ,', 'Go to settings'],
      ['Ctrl Z', 'Undo the last step'],
      ['Ctrl Shift Z', 'Do it again'],
      ['?', 'These keys'],
    ],
  ],
  [
    'In a list',
    [
      ['↓ J', 'Next task'],
      ['↑ K', 'Previous task'],
      ['X', 'Complete or reopen'],
      ['Enter', 'Open'],
      ['E', 'Edit the title'],
      ['M', 'More: move, priority …'],
      ['Alt ↑ ↓', 'Move up or down'],
      ['Del', 'Delete'],
      ['Esc', 'Close the details'],
    ],
  ],
  [
    'In a note',
    [
      ['Enter', 'Into the text'],
      ['Ctrl B', 'Bold'],
      ['Ctrl I', 'Italic'],
      ['Ctrl K', 'Link'],
      ['[[', 'Link to a task or note'],
      ['Ctrl Enter', 'Tick the line'],
      ['Tab', 'Indent the item'],
      ['Esc', 'Leave the text'],
    ],
  ],
  [
    'In conflicts',
    [
      ['1', 'Keep the first version'],
      ['2', 'Keep the second version'],
      ['E', 'Write another'],
      ['↓ J', 'Next conflict'],
      ['↑ K', 'Previous conflict'],
    ],
  ],
];

export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title="Keyboard shortcuts" onClose={onClose} className="max-w-2xl">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {KEYS.map(([group, keys]) => (
          <section key={group}>
            <h3 className="mb-2 text-sm font-medium text-ink-faint">{group}</h3>
            <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
              {keys.map(([key, meaning]) => (
                <div key={key} className="contents">
                  <dt className="flex gap-1">
                    {key.split(' ').map((part) => (
                      <kbd
                        key={part}
                        className="rounded-sm border border-line-strong bg-hover px-1.5 py-0.5 font-sans text-xs"
                      >
                        {part}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}
