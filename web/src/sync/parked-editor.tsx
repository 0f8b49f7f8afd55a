import type { ParkedEvent } from '@cairn/client';
import { useId, useState, type FormEvent } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { countSaved } from '../cairn/use-save.ts';
import { Button } from '../ui/button.tsx';
import { notify } from '../ui/notify.ts';
import { Sheet } from '../ui/sheet.tsx';
import { explainCode, explainFailure } from './explain.ts';
import { editableMembers, otherMembers, payloadOf } from './payload-form.ts';
import { sayMutation } from './say-mutation.ts';

const FIELD =
  'w-full rounded-md border border-edge bg-raised px-3 py-2 transition-colors hover:border-ink-soft focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent';

/** Says a refused change in other words. It is written anew, after a check on this device; until then nothing is lost. */
export function ParkedEditor({ event, onClose }: { event: ParkedEvent; onClose: () => void }) {
  const cairn = useCairn();
  const { event: _, ...payload } = event.input;
  const members = editableMembers(event.mutation, payload);
  const [texts, setTexts] = useState<{ readonly [name: string]: string }>(() =>
    Object.fromEntries(members.map(({ name, value }) => [name, value])),
  );
  const [others, setOthers] = useState(() => otherMembers(event.mutation, payload));
  const [failure, setFailure] = useState<string>();
  const id = useId();

  async function save(submitted: FormEvent) {
    submitted.preventDefault();
    try {
      await cairn.editParked(event.sequence, payloadOf(texts, others));
      countSaved();
      notify('Saved here, and sent anew');
      onClose();
    } catch (error) {
      setFailure(error instanceof SyntaxError ? 'The details are not valid JSON.' : explainFailure(error));
    }
  }

  return (
    <Sheet title={sayMutation(event.mutation)} description={explainCode(event.code, event.message)} onClose={onClose}>
      <form onSubmit={(submitted) => void save(submitted)} className="space-y-4">
        {members.map(({ name, label, isLong }) => {
          const field = {
            id: `${id}-${name}`,
            value: texts[name] ?? '',
            onChange: ({ target }: { target: { value: string } }) => setTexts({ ...texts, [name]: target.value }),
          };
          return (
            <div key={name}>
              <label htmlFor={field.id} className="mb-1.5 block text-sm font-medium">
                {label}
              </label>
              {isLong ? (
                <textarea {...field} autoComplete="off" rows={5} className={FIELD} />
              ) : (
                <input {...field} autoComplete="off" className={`h-11 ${FIELD}`} />
              )}
            </div>
          );
        })}
        <details className="text-sm text-ink-soft" open={members.length === 0}>
          <summary className="w-fit rounded-sm">Details, for those who know</summary>
          <textarea
            autoComplete="off"
            aria-label="Details as JSON"
            value={others}
            rows={6}
            spellCheck={false}
            onChange={({ target }) => setOthers(target.value)}
            className={`mt-2 font-mono text-xs ${FIELD}`}
          />
        </details>
        <p role="alert" className="text-sm text-danger empty:hidden">
          {failure}
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Save and send
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
