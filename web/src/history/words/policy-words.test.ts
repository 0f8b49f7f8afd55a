import { POLICY_CHOICES } from '@cairn/domain';
import { POLICIES } from './policy-words.ts';

test('[M4] every way that can be chosen has a name and an effect in words', () => {
  for (const name of POLICY_CHOICES.flatMap(({ choices }) => choices)) {
    expect([name, POLICIES[name]]).toEqual([name, { name: expect.any(String), effect: expect.stringMatching(/\.$/) }]);
  }
});
