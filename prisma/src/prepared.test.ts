import { PREPARED, statementName } from './prepared.ts';

test('a marked statement has one name for its text, which PostgreSQL does not cut off', () => {
  const name = statementName({ sql: `\n  ${PREPARED} select 1` });
  expect(name).toMatch(/^\w{1,63}$/);
  expect(statementName({ sql: `\n  ${PREPARED} select 1` })).toBe(name);
  expect(statementName({ sql: `${PREPARED} select 2` })).not.toBe(name);
});

test('what is not marked is not kept in the connection', () => {
  expect(statementName({ sql: 'select 1' })).toBe('');
  expect(statementName({ sql: `select '${PREPARED}'` })).toBe('');
});
