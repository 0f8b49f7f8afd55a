import { CircleCheck } from 'lucide-react';
import { useObservable } from '../cairn/use-observable.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { ConflictNote } from '../conflict/conflict-mark.tsx';
import { EmptyNote, ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { CompletedTasks } from '../task/completed-tasks.tsx';
import { INBOX } from '../task/indexes.ts';
import { QuickAdd } from '../task/quick-add.tsx';
import { TaskList } from '../task/task-list.tsx';
import { useOpenTasks } from '../task/use-parts.ts';
import { Button } from '../ui/button.tsx';
import { part } from '../ui/part.tsx';
import { ListHeader } from './list-header.tsx';
import { useListActions } from './list-actions.ts';
import { useList } from './use-list.ts';

const ExampleOffer = part(() => import('../example/example-offer.tsx').then((module) => module.ExampleOffer), null, {
  isAside: true,
});

export function InboxScreen() {
  useTitle('Inbox');
  return (
    <ScreenFrame>
      <ScreenHeading>Inbox</ScreenHeading>
      <Tasks listId={null} name="Inbox" />
    </ScreenFrame>
  );
}

export function ListScreen({ listId }: { listId: string }) {
  const list = useList(listId);
  const actions = useListActions();
  useTitle('List');
  if (!list) return <UnknownList />;
  return (
    <ScreenFrame>
      <ListHeader list={list} actions={actions} />
      <ConflictNote entity={{ type: 'List', id: listId }} />
      {list.isDeleted ? (
        <div className="flex items-center justify-between gap-4 rounded-md bg-notice-wash px-4 py-3 text-notice">
          <p>This list is in the trash, with its tasks.</p>
          <Button onClick={() => void actions.restore(listId)}>Restore</Button>
        </div>
      ) : (
        <Tasks listId={listId} name={list.name} />
      )}
    </ScreenFrame>
  );
}

function Tasks({ listId, name }: { listId: string | null; name: string }) {
  const partition = listId ?? INBOX;
  const ids = useOpenTasks(listId);
  return (
    <>
      <div className="-mx-2">
        <TaskList key={partition} label={`Tasks in ${name}`} ids={ids} canReorder />
        {ids.length === 0 && (
          <EmptyNote>
            <CircleCheck aria-hidden strokeWidth={1.25} className="mx-auto mb-3 size-8" />
            {listId === null ? 'Nothing in the inbox. Whatever comes to mind goes here first.' : 'Nothing to do here.'}
          </EmptyNote>
        )}
        {ids.length === 0 && listId === null && <ExampleOffer />}
        <QuickAdd name={partition} defaults={{ listId }} />
        <CompletedTasks key={`done-${partition}`} partition={partition} />
      </div>
    </>
  );
}

function UnknownList() {
  const { caughtUp } = useObservable(useCairn().status);
  return (
    <ScreenFrame>
      <ScreenHeading>{caughtUp ? 'No such list' : 'One moment'}</ScreenHeading>
      <EmptyNote>
        {caughtUp
          ? 'There is no list at this address.'
          : 'This list is not on this device yet. It appears as soon as the server has sent it.'}
      </EmptyNote>
    </ScreenFrame>
  );
}
