import type { Piece } from './excerpt.ts';

/** A text with what was found in it. */
export function FoundText({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, isFound }, index) =>
    isFound ? (
      <mark key={index} className="rounded-xs bg-accent-wash font-medium text-accent">
        {text}
      </mark>
    ) : (
      <span key={index}>{text}</span>
    ),
  );
}
