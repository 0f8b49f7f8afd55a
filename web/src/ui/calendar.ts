import { Observed } from '@cairn/client';

/** What an account has chosen for its dates; where it has not, they are as on this device. */
export interface Calendar {
  /** 0 is Sunday. */
  readonly weekStart?: number | undefined;
  /** IANA name. */
  readonly timeZone?: string | undefined;
}

/** Of the account that is open. */
export const calendar = new Observed<Calendar>({});
