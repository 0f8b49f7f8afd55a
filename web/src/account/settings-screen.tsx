import { useState } from 'react';
import { ScreenHeading } from '../shell/screen-frame.tsx';
import { useCairn } from '../cairn/cairn-context.ts';
import { useTitle } from '../shell/screen-effects.ts';
import { setTheme, useTheme, type Theme } from '../shell/theme.ts';
import { ExampleSection } from '../example/example-section.tsx';
import { ExportSection } from '../transfer/export-section.tsx';
import { ImportSection } from '../transfer/import-section.tsx';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { CalendarSettings } from './calendar-settings.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { Devices } from './devices.tsx';
import { EMAIL } from './email-key.ts';
import { useAside } from './aside.ts';
import { useIdentity } from './identity.ts';
import { AsideNote } from './parts.tsx';
import { PasswordForm } from './password-form.tsx';
import { Policies } from './policies.tsx';
import { SettingsNav } from './settings-nav.tsx';
import { SecurityLog } from './security-log.tsx';
import { SettingsSection } from './settings-section.tsx';
import { SignOutSheet } from './sign-out-sheet.tsx';
import { StorageNote } from './storage-note.tsx';
import { Tokens } from './tokens.tsx';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

const SECTIONS = [
  { id: 'account', title: 'Account' },
  { id: 'appearance', title: 'Appearance' },
  { id: 'calendar', title: 'Calendar' },
  { id: 'devices', title: 'Devices' },
  { id: 'tokens', title: 'Access tokens' },
  { id: 'password', title: 'Password' },
  { id: 'security', title: 'Security log' },
  { id: 'data', title: 'Your data' },
  { id: 'storage', title: 'On this device' },
  { id: 'conflicts', title: 'Conflicts' },
  { id: 'delete', title: 'Delete the account' },
];

export function SettingsScreen() {
  useTitle('Settings');
  const identity = useIdentity();
  const { kept } = useCairn();
  const theme = useTheme();
  const aside = useAside();
  const [isLeaving, setLeaving] = useState(false);
  return (
    <div className="mx-auto flex min-h-full w-full max-w-5xl flex-col px-4 md:px-10">
      <ScreenHeading>Settings</ScreenHeading>
      <div className="lg:flex lg:gap-10">
        <SettingsNav sections={SECTIONS} />
        <div className="max-w-3xl min-w-0 flex-1 pb-16">
          <SettingsSection id="account" title="Account">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="min-w-0 wrap-anywhere">{kept.get(EMAIL)}</p>
              <Button onClick={() => setLeaving(true)}>Sign out</Button>
            </div>
          </SettingsSection>
          <SettingsSection id="appearance" title="Appearance">
            <Choice label="Theme" value={theme} choices={THEMES} onChange={async (chosen) => setTheme(chosen)} />
          </SettingsSection>
          <SettingsSection id="calendar" title="Calendar">
            {identity && <CalendarSettings accountId={identity.accountId} />}
          </SettingsSection>
          <SettingsSection id="devices" title="Devices">
            <Devices />
          </SettingsSection>
          <SettingsSection id="tokens" title="Access tokens">
            <Tokens />
          </SettingsSection>
          <SettingsSection id="password" title="Password">
            <PasswordForm />
          </SettingsSection>
          <SettingsSection id="security" title="Security log">
            <SecurityLog />
          </SettingsSection>
          <SettingsSection id="data" title="Your data">
            <h3 className="mb-2 font-medium">Take it with you</h3>
            <ExportSection />
            <h3 className="mt-8 mb-2 font-medium">Bring something in</h3>
            <ImportSection />
            <h3 className="mt-8 mb-2 font-medium">An example to look around in</h3>
            <ExampleSection />
          </SettingsSection>
          <SettingsSection id="storage" title="On this device">
            <StorageNote />
            {aside.length > 0 && (
              <div className="mt-6">
                <AsideNote />
              </div>
            )}
          </SettingsSection>
          <SettingsSection id="conflicts" title="When two devices change the same thing">
            {identity && <Policies accountId={identity.accountId} />}
          </SettingsSection>
          <SettingsSection id="delete" title="Delete the account">
            <DeleteAccount />
          </SettingsSection>
        </div>
      </div>
      {isLeaving && <SignOutSheet onClose={() => setLeaving(false)} />}
    </div>
  );
}
