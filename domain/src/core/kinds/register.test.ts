import { register, registerKind } from './register.ts';
import { text } from '../shape.ts';
import { ask } from '../policies/ask.ts';
import type { Writer } from '../writer.ts';

const write = (device: string, version: number, parent: number): Writer => ({
  version,
  parent,
  device,
  clock: `2026-11-20T09:00:00.00${version}Z-0000`,
  sequence: version,
});

test('[M4] an account may choose from all that fit one value, beginning with the default', () => {
  const names = register('', text({ max: 9 }), ask).policies.map(({ name }) => name);
  expect(names).toEqual(['ask', 'last-writer-wins', 'server-wins', 'client-wins']);
});

test('[M8] a last write keeps those that its writer did not know of, one of each device', () => {
  const [b, c, again, known] = [write('B', 2, 1), write('C', 3, 1), write('B', 4, 1), write('A', 5, 3)];
  const state = [b, c, again, known].reduce(
    (state, writer) => registerKind.apply(state, `by ${writer.device}`, writer),
    { value: '', writer: undefined } as Parameters<typeof registerKind.apply>[0],
  );
  expect(state).toEqual({ value: 'by A', writer: { ...known, unseen: [again] } });
});

test('[M10] is taken back while it is still as the event left it', () => {
  const state = { value: 'a', writer: write('A', 2, 1) };
  expect(registerKind.inverse('a', 'before')).toBe('before');
  expect(registerKind.stillOf(state, 'before', { device: 'A', sequence: 2 })).toBe('before');
  expect(registerKind.stillOf(state, 'before', { device: 'A', sequence: 1 })).toBeUndefined();
  expect(registerKind.stillOf(state, 'before', { device: 'B', sequence: 2 })).toBeUndefined();
});

test('[H1] two values differ by the other one', () => {
  expect(registerKind.difference('now', 'then')).toBe('then');
  expect(registerKind.difference(null, null)).toBeUndefined();
});
