/** By the end of the name: what every concept has, and its name would not tell. */
const RECOVERIES: readonly (readonly [RegExp, (noun: string) => string])[] = [
  [/^settle(\w+)Conflict$/, (noun) => `Choose between two versions of a ${noun}`],
  [/^reopen(\w+)Conflict$/, (noun) => `Take back a choice between two versions of a ${noun}`],
  [/^revertSettings$/, () => 'Take back a change of the settings'],
  [/^revert(\w+)$/, (noun) => `Take back a change of a ${noun}`],
  [/^choosePolicy$/, () => 'Choose what happens when two devices change the same thing'],
  [/^untag(\w+)$/, (noun) => `Take a tag off a ${noun}`],
];

/** `completeTask` as a person would say it: "Complete task". */
export function sayMutation(mutation: string): string {
  for (const [pattern, say] of RECOVERIES) {
    const match = pattern.exec(mutation);
    if (match) return say((match[1] ?? '').toLowerCase());
  }
  const words = mutation.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
