import { sayMutation } from './say-mutation.ts';

it('says a mutation in words', () => {
  expect(sayMutation('completeTask')).toBe('Complete task');
});
