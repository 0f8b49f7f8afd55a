import { useState } from 'react';
import { useProvides } from '../command/provided.ts';
import { ScreenHeading } from '../shell/screen-frame.tsx';
import { part } from '../ui/part.tsx';
import { InlineEdit } from '../ui/inline-edit.tsx';
import { PendingMark } from '../sync/pending-mark.tsx';
import type { ListActions } from './list-actions.ts';
import { ListDot } from './list-dot.tsx';
import type { ListView } from './use-list.ts';

const HistorySheet = part(() => import('../history/history-sheet.tsx').then((module) => module.HistorySheet));
const ListMenu = part(() => import('./list-menu.tsx').then((module) => module.ListMenu));

export function ListHeader({ list, actions }: { list: ListView; actions: ListActions }) {
  const [isRenaming, setRenaming] = useState(false);
  const [hasHistory, setHistory] = useState(false);
  const [hasMenu, setMenu] = useState(false);
  useProvides({
    'list.rename': () => setRenaming(true),
    'list.menu': () => setMenu(true),
    'list.history': () => setHistory(true),
  });
  return (
    <ScreenHeading
      aside={
        !isRenaming &&
        !list.isDeleted && (
          <ListMenu
            list={list}
            actions={actions}
            isOpen={hasMenu}
            onOpen={setMenu}
            onRename={() => setRenaming(true)}
            onHistory={() => setHistory(true)}
          />
        )
      }
    >
      <ListDot color={list.color} className="size-4" />
      {isRenaming ? (
        <InlineEdit
          label="List name"
          value={list.name}
          maxLength={200}
          onSave={(name) => actions.rename(list.id, name)}
          onEnd={() => setRenaming(false)}
        />
      ) : (
        <>
          <span className="min-w-0 wrap-anywhere" onDoubleClick={() => setRenaming(true)}>
            {list.name}
          </span>
          <PendingMark type="List" id={list.id} />
        </>
      )}
      {hasHistory && (
        <HistorySheet
          entity={{ type: 'List', id: list.id }}
          title={`History of ${list.name}`}
          onClose={() => setHistory(false)}
        />
      )}
    </ScreenHeading>
  );
}
