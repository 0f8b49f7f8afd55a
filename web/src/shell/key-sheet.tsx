import { GROUPS, type Command } from '../command/command.ts';
import { Keys } from '../command/keys.tsx';
import { commands } from '../command/commands.ts';
import { Sheet } from '../ui/sheet.tsx';

const groups = GROUPS.map((group) => ({ group, members: commands.filter((command) => command.group === group) }));

/** Every key there is, from the commands themselves. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title="Keyboard shortcuts" onClose={onClose} className="max-w-4xl">
      <div className="gap-x-10 sm:columns-2 lg:columns-3">
        {groups.map(({ group, members }) => (
          <section key={group} className="mb-6 break-inside-avoid">
            <h3 className="mb-2 text-sm font-medium text-ink-faint">{group}</h3>
            <dl className="grid grid-cols-[fit-content(55%)_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
              {members.map((command) => (
                <Line key={command.id} command={command} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}

function Line({ command: { title, keys } }: { command: Command }) {
  return (
    <div className="contents">
      <dt className="flex flex-wrap gap-1.5">
        {keys.slice(0, 2).map((one) => (
          <Keys key={one} keys={one} />
        ))}
      </dt>
      <dd>{title}</dd>
    </div>
  );
}
