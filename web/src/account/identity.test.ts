import { parseIdentity } from './identity.ts';

describe('parseIdentity', () => {
  it('reads what was remembered', () => {
    const identity = { accountId: 'a', deviceId: 'd', email: 'ada@example.org' };
    expect(parseIdentity(JSON.stringify(identity))).toEqual(identity);
  });

  it.each([null, '', 'not json', '"text"', '{}', '{"accountId":"a","deviceId":1,"email":"e"}'])(
    'takes %p for nobody',
    (raw) => {
      expect(parseIdentity(raw)).toBeNull();
    },
  );
});
