import { sayRestored } from './say-restored.ts';

it.each([
  [undefined, undefined],
  [
    { at: 'x', offered: 1, waiting: 0 },
    'The server was restored from an older backup. It had lost 1 change of this device, which is sent to it again.',
  ],
  [
    { at: 'x', offered: 1200, waiting: 2 },
    'The server was restored from an older backup. It had lost 1,200 changes of this device, which are sent to it ' +
      'again. 2 changes wait for another of your devices: open Cairn there, too.',
  ],
])('[fault F46] says what a restored backup means', (restored, text) => {
  expect(sayRestored({ restored })).toBe(text);
});
