import { Moon } from 'lucide-react';
import { EmptyScreen } from '../ui/empty-screen.tsx';
import { TasksByList } from './tasks-by-list.tsx';
import { useSomedayGroups } from './use-agenda.ts';

/** What is put off without a date, out of sight everywhere else. */
export function SomedayScreen() {
  return (
    <TasksByList
      title="Someday"
      label="Tasks for some day"
      defaults={{ someday: true }}
      groups={useSomedayGroups()}
      empty={
        <EmptyScreen icon={Moon} title="Nothing put off">
          Ideas that need no day yet rest here and disturb nobody. End a new task with “someday”, or drag one here.
        </EmptyScreen>
      }
    />
  );
}
