import { useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { sayMoment } from '../task/dates.ts';
import { Button } from '../ui/button.tsx';
import { InlineEdit } from '../ui/inline-edit.tsx';
import { notifyFailure } from '../ui/notify.ts';
import { devicesDocument, renameDeviceDocument, signOutDeviceDocument } from './documents.ts';

interface Device {
  readonly id: string;
  readonly name: string;
  readonly lastSeenAt: string;
  readonly isCurrent: boolean;
}

/** Every signed-in browser and program of the account. Only the server knows them, so this needs a connection. */
export function Devices() {
  const { data, loading, error, refetch } = useQuery(devicesDocument, { fetchPolicy: 'no-cache' });
  const [rename] = useMutation(renameDeviceDocument, { fetchPolicy: 'no-cache' });
  const [signOut] = useMutation(signOutDeviceDocument, { fetchPolicy: 'no-cache' });

  async function change(act: Promise<unknown>) {
    try {
      await act;
      await refetch();
    } catch {
      notifyFailure('The server could not be reached. Nothing was changed.');
    }
  }

  if (error) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-soft">The list of devices needs a connection.</p>
        <Button onClick={() => void refetch().catch(() => undefined)}>Try again</Button>
      </div>
    );
  }
  if (!data) return <p className="text-ink-faint">{loading ? 'Asking the server…' : 'Nothing to show.'}</p>;
  return (
    <ul className="divide-y divide-line">
      {data.devices.map((device) => (
        <DeviceRow
          key={device.id}
          device={device}
          onRename={(name) => change(rename({ variables: { id: device.id, name } }))}
          onSignOut={() => void change(signOut({ variables: { id: device.id } }))}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  readonly device: Device;
  readonly onRename: (name: string) => Promise<void>;
  readonly onSignOut: () => void;
}

function DeviceRow({ device, onRename, onSignOut }: RowProps) {
  const [isRenaming, setRenaming] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="flex min-w-0 flex-1 basis-48 flex-col">
        {isRenaming ? (
          <InlineEdit
            label="Device name"
            value={device.name}
            maxLength={100}
            onSave={onRename}
            onEnd={() => setRenaming(false)}
          />
        ) : (
          <span className="truncate font-medium">{device.name}</span>
        )}
        <span className="text-sm text-ink-faint">
          {device.isCurrent ? 'This device' : `Last seen ${sayMoment(device.lastSeenAt, new Date())}`}
        </span>
      </div>
      <div className="-mr-3 flex gap-1">
        <Button look="quiet" onClick={() => setRenaming(true)} aria-label={`Rename ${device.name}`}>
          Rename
        </Button>
        {!device.isCurrent && (
          <Button look="quiet" onClick={onSignOut} aria-label={`Sign out ${device.name}`}>
            Sign out
          </Button>
        )}
      </div>
    </li>
  );
}
