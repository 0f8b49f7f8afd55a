import { Layers } from 'lucide-react';
import { EmptyScreen } from '../ui/empty-screen.tsx';
import { TasksByList } from './tasks-by-list.tsx';
import { useAnytimeGroups } from './use-agenda.ts';

/** Everything that can be done now, whatever list it is in. */
export function AnytimeScreen() {
  return (
    <TasksByList
      title="Anytime"
      label="Tasks for any time"
      defaults={{}}
      groups={useAnytimeGroups()}
      empty={
        <EmptyScreen icon={Layers} title="Nothing open">
          Everything that waits for no particular day is here, list by list.
        </EmptyScreen>
      }
    />
  );
}
