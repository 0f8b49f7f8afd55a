import fc from 'fast-check';
import { canonicalJson, isSameJson, type Json } from './json.ts';

/** The same by the platform alone: a copy whose members were put in in order. */
function plainly(value: unknown): string {
  const inOrder = (_key: string, member: unknown): unknown =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  return JSON.stringify(value, inOrder);
}

// Whole numbers as names would be put in order by the platform itself.
const name = fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => !/^\d+$/.test(text) && text !== '__proto__');
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 40, size: 'max' }),
  ) as fc.Arbitrary<Json>,
}));

test('[E2] canonical JSON has the members of an object in order, however many, and all that JSON says', () => {
  fc.assert(
    fc.property(value, (given) => {
      const text = canonicalJson(given);
      expect(text).toBe(plainly(given));
      expect(isSameJson(JSON.parse(text) as Json, JSON.parse(JSON.stringify(given)) as Json)).toBe(true);
    }),
  );
});

test('[E2] equal values give equal text, in whatever order their members came', () => {
  const names = Array.from({ length: 30 }, (_, n) => `name ${n}`);
  for (const count of [1, 2, 16, 17, 30]) {
    const some = names.slice(0, count);
    fc.assert(
      fc.property(fc.shuffledSubarray(some, { minLength: count }), (order) => {
        const mixed = Object.fromEntries(order.map((member) => [member, { left: undefined, member }]));
        const sorted = Object.fromEntries([...some].sort().map((member) => [member, { member }]));
        expect(canonicalJson(mixed)).toBe(JSON.stringify(sorted));
      }),
      { numRuns: 20 },
    );
  }
});

test.each(['"', '\\', 'a\nb', '\u0000', '\u007f', 'é', '日本', '🙂', '\ud800', ''])(
  '[E2] text as JSON has it: %j',
  (text) => {
    expect(canonicalJson(text)).toBe(JSON.stringify(text));
    expect(canonicalJson({ [text]: text })).toBe(JSON.stringify({ [text]: text }));
  },
);
