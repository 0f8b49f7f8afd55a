import { registry } from '@cairn/domain';
import { sayMutation } from './say-mutation.ts';

it.each([
  ['completeTask', 'Complete task'],
  ['settleTaskConflict', 'Choose between two versions of a task'],
  ['reopenListConflict', 'Take back a choice between two versions of a list'],
  ['revertNote', 'Take back a change of a note'],
  ['revertSettings', 'Take back a change of the settings'],
  ['choosePolicy', 'Choose what happens when two devices change the same thing'],
  ['untagTask', 'Take a tag off a task'],
])('says %s in words', (mutation, words) => {
  expect(sayMutation(mutation)).toBe(words);
});

it('says every mutation without the words of the trade', () => {
  for (const mutation of registry.mutations) {
    expect(sayMutation(mutation)).toMatch(/^[A-Z][a-z]/);
    expect(sayMutation(mutation)).not.toMatch(/policy|conflict|revert|settle|untag/i);
  }
});
