/** A way to settle two changes of the same thing, as a person chooses it. */
export interface PolicyWords {
  readonly name: string;
  readonly effect: string;
}

/** By the domain's names. */
export const POLICIES: { readonly [policy: string]: PolicyWords } = {
  ask: { name: 'Ask me', effect: 'Both are kept until you choose.' },
  'last-writer-wins': {
    name: 'The later change',
    effect: 'The change made last stands; the other stays in the history.',
  },
  'server-wins': {
    name: 'Keep what arrived first',
    effect: 'What reached the server first stands; the other stays in the history.',
  },
  'client-wins': {
    name: 'Keep what arrives last',
    effect: 'What reaches the server last stands; the other stays in the history.',
  },
  'merge-lines': {
    name: 'Combine lines, ask if they overlap',
    effect: 'Changes to different lines are both kept; you are asked about the same line.',
  },
};
