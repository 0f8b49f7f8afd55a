import { newSecret, signedHeaders } from './signature.ts';

// As published with the specification.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

test('[HOOK2] the signature is that of Standard Webhooks', () => {
  expect(signedHeaders(MESSAGE, [SECRET])).toEqual({
    'webhook-id': MESSAGE.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': SIGNATURE,
  });
});

test('[HOOK2] two secrets sign both, each as it would alone', () => {
  const other = newSecret();
  const alone = signedHeaders(MESSAGE, [other])['webhook-signature'];
  expect(alone).not.toBe(SIGNATURE);
  expect(signedHeaders(MESSAGE, [other, SECRET])['webhook-signature']).toBe(`${alone} ${SIGNATURE}`);
});

test.each([
  ['id', { ...MESSAGE, id: 'msg_p5jXN8AQM9LWM0D4loKWxJel' }],
  ['timestamp', { ...MESSAGE, timestamp: MESSAGE.timestamp + 1 }],
  ['body', { ...MESSAGE, body: '{"test": 2432232315}' }],
])('[HOOK2] another %s has another signature', (_what, message) => {
  expect(signedHeaders(message, [SECRET])['webhook-signature']).not.toBe(SIGNATURE);
});

test('[HOOK2] a secret has 256 random bits and the prefix of the standard', () => {
  const secrets = Array.from({ length: 20 }, newSecret);
  expect(new Set(secrets).size).toBe(20);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
  }
});
