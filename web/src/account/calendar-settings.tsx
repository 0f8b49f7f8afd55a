import { registry } from '@cairn/domain';
import { useId, type ReactNode } from 'react';
import { useEntity } from '../cairn/use-entity.ts';
import { useSave } from '../cairn/use-save.ts';
import { Select } from '../ui/select.tsx';
import { useChosen } from '../ui/use-chosen.ts';

/** As the device has it. */
const OWN = 'device';

const WEEKDAYS = [
  ['1', 'Monday'],
  ['6', 'Saturday'],
  ['0', 'Sunday'],
] as const;

/** When a week begins and a day ends, on all devices of the account. */
export function CalendarSettings({ accountId }: { accountId: string }) {
  const save = useSave();
  const settings = useEntity(registry.settingsOf(accountId))?.fields;
  const weekStart = typeof settings?.weekStart === 'number' ? String(settings.weekStart) : OWN;
  const timeZone = typeof settings?.timeZone === 'string' ? settings.timeZone : OWN;
  const [week, setWeek] = useChosen(weekStart, (chosen) =>
    save('setWeekStart', { settingsId: accountId, weekStart: chosen === OWN ? null : Number(chosen) }),
  );
  const [zone, setZone] = useChosen(timeZone, (chosen) =>
    save('setTimeZone', { settingsId: accountId, timeZone: chosen === OWN ? null : chosen }),
  );
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([...(zone === OWN ? [] : [zone]), ...Intl.supportedValuesOf('timeZone')])];
  return (
    <div className="divide-y divide-line">
      <Row label="A week begins on">
        {(id) => (
          <Select
            id={id}
            label="A week begins on"
            value={week}
            choices={[[OWN, 'As on this device'], ...WEEKDAYS]}
            onChange={setWeek}
            className="w-full sm:w-72"
          />
        )}
      </Row>
      <Row label="Time zone">
        {(id) => (
          <Select
            id={id}
            label="Time zone"
            value={zone}
            choices={[
              [OWN, `As on this device (${here.replaceAll('_', ' ')})`],
              ...zones.map((name) => [name, name.replaceAll('_', ' ')] as const),
            ]}
            onChange={setZone}
            className="w-full sm:w-72"
          />
        )}
      </Row>
    </div>
  );
}

function Row({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <label htmlFor={id} className="min-w-0 flex-1 basis-40">
        {label}
      </label>
      {children(id)}
    </div>
  );
}
