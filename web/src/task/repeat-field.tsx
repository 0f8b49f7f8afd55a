import { INTERVAL_LIMIT, WEEKDAYS, type Repeat } from '@cairn/domain';
import { useId, useState } from 'react';
import { Choice } from '../ui/choice.tsx';
import { cx } from '../ui/class-names.ts';
import { FieldRow } from '../ui/field-row.tsx';
import { Select } from '../ui/select.tsx';
import { useToday } from '../ui/use-today.ts';
import {
  customOf,
  PRESETS,
  presetOf,
  ruleOf,
  ruleOfCustom,
  UNITS,
  type CustomRule,
  type Preset,
  type Unit,
} from './repeat-presets.ts';
import { sayRepeat } from './say-repeat.ts';

interface Props {
  readonly repeat: Repeat | null;
  /** What a week or a month is counted from; null: today. */
  readonly date: string | null;
  readonly onChange: (repeat: Repeat | null) => Promise<unknown>;
}

const NAMES: { readonly [P in Preset]: string } = {
  none: 'Does not repeat',
  daily: 'Every day',
  workdays: 'Every workday',
  weekly: 'Every week',
  monthly: 'Every month',
  yearly: 'Every year',
  custom: 'Custom',
};

const UNIT_NAMES: { readonly [U in Unit]: string } = {
  DAILY: 'days',
  WEEKLY: 'weeks',
  MONTHLY: 'months',
  YEARLY: 'years',
};
const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export function RepeatField({ repeat, date, onChange }: Props) {
  const field = useId();
  const today = useToday();
  const day = date ?? today;
  const [isCustom, setCustom] = useState(false);
  const preset = isCustom ? 'custom' : presetOf(repeat, day);
  const from = repeat?.from ?? 'schedule';
  // A rule on another day than the date is chosen in the form, not in the list.
  const isNamed = preset === 'custom' && !isCustom && repeat !== null;

  function choose(chosen: Preset) {
    setCustom(chosen === 'custom');
    if (chosen === 'custom') return repeat ?? void onChange({ rule: ruleOfCustom(customOf(null, day), day), from });
    const rule = ruleOf(chosen, day);
    void onChange(rule === null ? null : { rule, from });
  }

  return (
    <>
      <FieldRow label="Repeat" htmlFor={field}>
        <Select
          id={field}
          label="Repeat"
          taskField="repeat"
          value={preset}
          choices={PRESETS.map((name) => [
            name,
            name === 'custom' && isNamed ? sayRepeat({ ...repeat, from: 'schedule' }) : NAMES[name],
          ])}
          onChange={choose}
          look="quiet"
          className="min-w-0 flex-1"
        />
      </FieldRow>
      {repeat !== null && (
        <div className="ml-19 space-y-2 pb-2">
          {preset === 'custom' && (
            <CustomForm
              custom={customOf(repeat, day)}
              onChange={(custom) => void onChange({ rule: ruleOfCustom(custom, day), from })}
            />
          )}
          <Choice
            label="Counted from"
            value={from}
            choices={[
              ['schedule', 'On schedule'],
              ['completion', 'After it is done'],
            ]}
            onChange={(chosen) => onChange({ ...repeat, from: chosen })}
          />
        </div>
      )}
    </>
  );
}

function CustomForm({ custom, onChange }: { custom: CustomRule; onChange: (custom: CustomRule) => void }) {
  const { unit, interval, weekdays } = custom;
  const [text, setText] = useState(String(interval));
  function toggle(day: string) {
    const chosen = weekdays.includes(day) ? weekdays.filter((other) => other !== day) : [...weekdays, day];
    if (chosen.length > 0) onChange({ ...custom, weekdays: chosen });
  }
  return (
    <div className="space-y-2">
      <div className="flex items-center gap-2 text-sm">
        <span aria-hidden>Every</span>
        <input
          type="number"
          inputMode="numeric"
          min={1}
          max={INTERVAL_LIMIT}
          aria-label="Repeat every so many"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            const number = Number(event.target.value);
            if (Number.isInteger(number) && number >= 1 && number <= INTERVAL_LIMIT)
              onChange({ ...custom, interval: number });
          }}
          onBlur={() => setText(String(interval))}
          className="min-h-target w-16 rounded-md border border-line-strong bg-raised px-2 tabular-nums"
        />
        <Select
          label="Unit"
          value={unit}
          choices={UNITS.map((each) => [each, UNIT_NAMES[each]])}
          onChange={(chosen) => onChange({ ...custom, unit: chosen })}
        />
      </div>
      {unit === 'WEEKLY' && (
        <div role="group" aria-label="On these weekdays" className="flex gap-1">
          {WEEKDAYS.map((day, index) => (
            <button
              key={day}
              type="button"
              aria-pressed={weekdays.includes(day)}
              onClick={() => toggle(day)}
              className={cx(
                'min-h-target min-w-0 flex-1 rounded-md border text-sm',
                weekdays.includes(day)
                  ? 'border-accent bg-accent-wash font-medium text-accent-strong'
                  : 'border-line text-ink-soft hover:bg-hover',
              )}
            >
              <span aria-hidden>{WEEKDAY_NAMES[index]!.slice(0, 2)}</span>
              <span className="sr-only">{WEEKDAY_NAMES[index]}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
