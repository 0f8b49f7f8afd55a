import { useState } from 'react';
import { ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useCairn } from '../cairn/cairn-context.ts';
import { useTitle } from '../shell/screen-effects.ts';
import { setTheme, useTheme, type Theme } from '../shell/theme.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Devices } from './devices.tsx';
import { EMAIL } from './email-key.ts';
import { useAside } from './aside.ts';
import { useIdentity } from './identity.ts';
import { AsideNote } from './parts.tsx';
import { Policies } from './policies.tsx';
import { SettingsSection } from './settings-section.tsx';
import { SignOutSheet } from './sign-out-sheet.tsx';
import { StorageNote } from './storage-note.tsx';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function SettingsScreen() {
  useTitle('Settings');
  const identity = useIdentity();
  const { kept } = useCairn();
  const theme = useTheme();
  const aside = useAside();
  const [isLeaving, setLeaving] = useState(false);
  return (
    <ScreenFrame>
      <ScreenHeading>Settings</ScreenHeading>
      <div className="pb-16">
        <SettingsSection title="Account">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 wrap-anywhere">{kept.get(EMAIL)}</p>
            <Button onClick={() => setLeaving(true)}>Sign out</Button>
          </div>
        </SettingsSection>
        <SettingsSection title="Appearance">
          <Choice label="Theme" value={theme} choices={THEMES} onChange={async (chosen) => setTheme(chosen)} />
        </SettingsSection>
        <SettingsSection title="When two devices change the same thing">
          {identity && <Policies accountId={identity.accountId} />}
        </SettingsSection>
        <SettingsSection title="Devices">
          <Devices />
        </SettingsSection>
        <SettingsSection title="On this device">
          <StorageNote />
          {aside.length > 0 && (
            <div className="mt-6">
              <AsideNote />
            </div>
          )}
        </SettingsSection>
      </div>
      {isLeaving && <SignOutSheet onClose={() => setLeaving(false)} />}
    </ScreenFrame>
  );
}
