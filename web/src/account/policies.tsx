import { POLICY_CHOICES, registry, type Fields } from '@cairn/domain';
import { useId } from 'react';
import { useEntity } from '../cairn/use-entity.ts';
import { useSave } from '../cairn/use-save.ts';
import { POLICIES } from '../history/words/policy-words.ts';
import { fieldWords, wordsOf } from '../history/words/words.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { useChosen } from '../ui/use-chosen.ts';

type PolicyChoice = (typeof POLICY_CHOICES)[number];

const TYPES = ['Task', 'Note', 'List'];

/** What happens when two devices change the same field without knowing of each other: the account's own choice [M4]. */
export function Policies({ accountId }: { accountId: string }) {
  const save = useSave();
  const settings = useEntity(registry.settingsOf(accountId));
  const chosen = (settings?.fields.policies ?? {}) as Fields;
  const choose = ({ entityType, field }: PolicyChoice, policy: string | null) =>
    save('choosePolicy', { settingsId: accountId, entityType, field, policy });
  const own = POLICY_CHOICES.filter(({ entityType, field }) => chosen[`${entityType}.${field}`] !== undefined);

  return (
    <>
      <p className="mb-4 text-ink-soft text-pretty">
        Changes to different things are always both kept, and whatever does not stand stays in the history. This is for
        two devices that changed the very same thing without knowing of each other.
      </p>
      {TYPES.map((type) => (
        <fieldset key={type} className="mb-5">
          <legend className="mb-1 text-sm font-medium">{plural(wordsOf(type).noun)}</legend>
          <div className="divide-y divide-line border-y border-line">
            {POLICY_CHOICES.filter(({ entityType }) => entityType === type).map((choice) => (
              <PolicyRow
                key={choice.field}
                choice={choice}
                chosen={chosen[`${type}.${choice.field}`] as string | undefined}
                onChoose={(policy) => choose(choice, policy)}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {own.length > 0 && (
        <Button onClick={() => void Promise.all(own.map((choice) => choose(choice, null)))}>
          Back to the usual ways
        </Button>
      )}
    </>
  );
}

interface RowProps {
  readonly choice: PolicyChoice;
  readonly chosen: string | undefined;
  /** Null: as usual. */
  readonly onChoose: (policy: string | null) => Promise<unknown>;
}

function PolicyRow({ choice, chosen, onChoose }: RowProps) {
  const effect = useId();
  const field = useId();
  const { entityType, default: usual, choices } = choice;
  const [policy, choose] = useChosen(chosen ?? usual, (name) => onChoose(name === usual ? null : name));
  const { name } = fieldWords(entityType, choice.field);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <label htmlFor={field}>{name}</label>
        <p id={effect} className="text-sm text-ink-faint">
          {POLICIES[policy]?.effect}
        </p>
      </div>
      <Select
        id={field}
        label={`${name} of a ${wordsOf(entityType).noun}`}
        describedBy={effect}
        value={policy}
        choices={choices.map((each) => [each, `${POLICIES[each]?.name ?? each}${each === usual ? ' (usual)' : ''}`])}
        onChange={choose}
        className="w-full sm:w-80"
      />
    </div>
  );
}

const plural = (noun: string) => `${noun.charAt(0).toUpperCase()}${noun.slice(1)}s`;
