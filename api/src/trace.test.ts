import { traceFields, traceOf, traceResponse } from './trace.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

test('[SAFE3] a trace goes on under a part of its own', () => {
  const trace = traceOf(`00-${TRACE}-${PARENT}-01`);
  expect(trace).toMatchObject({ traceId: TRACE, parentId: PARENT, spanId: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(trace.spanId).not.toBe(PARENT);
  expect(traceResponse(trace)).toBe(`00-${TRACE}-${trace.spanId}-01`);
  expect(traceFields(trace)).toEqual({ trace_id: TRACE, span_id: trace.spanId, parent_id: PARENT });
  expect(traceOf(`cc-${TRACE}-${PARENT}-00-what-comes-later`)).toMatchObject({ traceId: TRACE, parentId: PARENT });
});

test.each([
  undefined,
  ['an array'],
  '',
  `00-${TRACE}-${PARENT}`,
  `00-${TRACE}-${PARENT}-01-more`,
  `ff-${TRACE}-${PARENT}-01`,
  `00-${'0'.repeat(32)}-${PARENT}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}-01\n`,
  `cc-${TRACE}-${PARENT}-00-${'x'.repeat(300)}`,
  '"}{"level":60,"msg":"forged',
])('[SAFE3] %p begins a trace of its own, and nothing of it reaches the log', (given) => {
  const { traceId, parentId } = traceOf(given);
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  expect([traceId === TRACE, parentId]).toEqual([false, undefined]);
});
