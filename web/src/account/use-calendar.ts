import { registry } from '@cairn/domain';
import { useEffect } from 'react';
import { useEntity } from '../cairn/use-entity.ts';
import { calendar } from '../ui/calendar.ts';

/** Days begin and end as the account has chosen, for as long as it is open. */
export function useCalendar(accountId: string | undefined): void {
  const { weekStart, timeZone } = useEntity(registry.settingsOf(accountId ?? ''))?.fields ?? {};
  useEffect(() => {
    calendar.set({
      weekStart: typeof weekStart === 'number' ? weekStart : undefined,
      timeZone: typeof timeZone === 'string' ? timeZone : undefined,
    });
    return () => calendar.set({});
  }, [weekStart, timeZone]);
}
