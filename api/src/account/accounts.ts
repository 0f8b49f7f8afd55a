import type { SignInInput, SignUpInput } from './account-inputs.ts';
import type { Account, Device, SessionType } from './account-type.ts';
import type { Session } from './session.ts';
export interface Accounts {
  signUp(input: SignUpInput): Promise<SessionType>;
  signIn(input: SignInInput): Promise<SessionType>;
  me(s: Session): Promise<Account>;
  devices(s: Session): Promise<readonly Device[]>;
  renameDevice(s: Session, id: string, name: string): Promise<Device>;
  signOut(s: Session, id: string): Promise<void>;
}
