import { parseIdentity } from './identity.ts';

describe('parseIdentity', () => {
  it('reads what was remembered', () => {
    const identity = { accountId: 'a', deviceId: 'd' };
    expect(parseIdentity(JSON.stringify(identity))).toEqual(identity);
  });

  it('reads of which sign-in it is, and that it was ended', () => {
    const identity = { accountId: 'a', deviceId: 'd', session: '1', ended: 'SESSION_REVOKED' };
    expect(parseIdentity(JSON.stringify(identity))).toEqual(identity);
    expect(parseIdentity(JSON.stringify({ ...identity, ended: 'TIRED' }))?.ended).toBeUndefined();
  });

  it('reads what the first release remembered, whose e-mail is no business of this place', () => {
    const raw = '{"accountId":"a","deviceId":"d","email":"ada@example.org"}';
    expect(parseIdentity(raw)).toEqual({ accountId: 'a', deviceId: 'd' });
  });

  it.each([null, '', 'not json', '"text"', '{}', '{"accountId":"a","deviceId":1}'])('takes %p for nobody', (raw) => {
    expect(parseIdentity(raw)).toBeNull();
  });
});
