import { Button } from '../ui/button.tsx';

interface Props {
  /** “The list of devices”. */
  readonly what: string;
  readonly onRetry: () => unknown;
}

/** In the place of what only the server knows. */
export function NeedsConnection({ what, onRetry }: Props) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-ink-soft">{what} needs a connection.</p>
      <Button onClick={() => void onRetry()}>Try again</Button>
    </div>
  );
}
