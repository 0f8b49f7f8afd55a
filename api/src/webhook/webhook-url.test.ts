import { checkWebhookUrl } from './webhook-url.ts';

const refused = expect.objectContaining({ extensions: { code: 'WEBHOOK_URL_REFUSED' } });
const check = (url: string, allowPrivate = false) => checkWebhookUrl(url, allowPrivate);

test.each([
  'https://hooks.example.org/cairn?key=1',
  'https://hooks.example.org:8443/',
  'https://1.1.1.1/',
  'https://[2606:4700::1111]/hook',
])('[HOOK4] %s is taken', (url) => {
  expect(check(url)).toBe(url);
});

test.each([
  ['http', 'http://hooks.example.org/'],
  ['another scheme', 'file:///etc/passwd'],
  ['no address', 'hooks.example.org'],
  ['credentials', 'https://me:secret@hooks.example.org/'],
  ['a fragment', 'https://hooks.example.org/#part'],
  ['a port of a system’s own services', 'https://hooks.example.org:22/'],
  ['loopback', 'https://127.0.0.1/'],
  ['loopback in fewer numbers', 'https://127.1/'],
  ['loopback in one number', 'https://2130706433/'],
  ['loopback in octal', 'https://0177.0.0.1/'],
  ['loopback of IPv6', 'https://[::1]/'],
  ['loopback of IPv4 as IPv6', 'https://[::ffff:127.0.0.1]/'],
  ['loopback by name', 'https://localhost/'],
  ['loopback by a name below', 'https://a.localhost./'],
  ['a cloud’s metadata', 'https://169.254.169.254/latest/meta-data/'],
  ['more than anybody needs', `https://hooks.example.org/${'a'.repeat(2_048)}`],
])('[HOOK4] %s is refused, with a code', (_what, url) => {
  expect(() => check(url)).toThrow(refused);
});

test('[HOOK4] for development http and private addresses may be allowed; credentials never', () => {
  expect(check('http://127.0.0.1:3000/hook', true)).toBe('http://127.0.0.1:3000/hook');
  expect(check('https://localhost/', true)).toBe('https://localhost/');
  expect(() => check('http://me:secret@127.0.0.1/', true)).toThrow(refused);
  expect(() => check('ftp://127.0.0.1/', true)).toThrow(refused);
});
