import { useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { InlineEdit } from '../ui/inline-edit.tsx';
import { notifyFailure } from '../ui/notify.ts';
import { Sheet } from '../ui/sheet.tsx';
import { devicesDocument, renameDeviceDocument, signOutDeviceDocument } from './device-documents.ts';
import { NeedsConnection } from './needs-connection.tsx';
import { sayMomentWithin } from './say-moment-within.ts';

interface Device {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly isCurrent: boolean;
}

/** Every signed-in browser and program of the account. Only the server knows them, so this needs a connection. */
export function Devices() {
  const { data, loading, error, refetch } = useQuery(devicesDocument, { fetchPolicy: 'no-cache' });
  const [rename] = useMutation(renameDeviceDocument, { fetchPolicy: 'no-cache' });
  const [signOut] = useMutation(signOutDeviceDocument, { fetchPolicy: 'no-cache' });
  const [leaving, setLeaving] = useState<Device>();

  async function change(act: Promise<unknown>) {
    try {
      await act;
      await refetch();
    } catch {
      notifyFailure('The server could not be reached. Nothing was changed.');
    }
  }

  if (error) {
    return <NeedsConnection what="The list of devices" onRetry={() => refetch().catch(() => undefined)} />;
  }
  if (!data) return <p className="text-ink-faint">{loading ? 'Asking the server…' : 'Nothing to show.'}</p>;
  return (
    <>
      <ul className="divide-y divide-line">
        {data.devices.map((device) => (
          <DeviceRow
            key={device.id}
            device={device}
            onRename={(name) => change(rename({ variables: { id: device.id, name } }))}
            onSignOut={() => setLeaving(device)}
          />
        ))}
      </ul>
      {leaving && (
        <SignOutDevice
          device={leaving}
          onClose={() => setLeaving(undefined)}
          onSignOut={async () => {
            await change(signOut({ variables: { id: leaving.id } }));
            setLeaving(undefined);
          }}
        />
      )}
    </>
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
          {device.isCurrent ? 'This device' : `Last seen ${sayMomentWithin(device.lastSeenAt)}`}, first signed in{' '}
          {sayMomentWithin(device.createdAt)}
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

interface SignOutProps {
  readonly device: Device;
  readonly onClose: () => void;
  readonly onSignOut: () => Promise<void>;
}

/** Says what it does over there: nobody may be at that device to be asked. */
function SignOutDevice({ device, onClose, onSignOut }: SignOutProps) {
  const [isBusy, setBusy] = useState(false);
  return (
    <Sheet
      title={`Sign out ${device.name}?`}
      description="It is refused from now on. As soon as it has a connection, its copy of your tasks and notes is removed. Changes that it has not sent are not deleted: it asks there whether to sign in again and send them, to save them, or to delete them."
      onClose={onClose}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Leave it signed in</Button>
        <Button
          look="danger"
          disabled={isBusy}
          onClick={() => {
            setBusy(true);
            void onSignOut();
          }}
        >
          Sign it out
        </Button>
      </div>
    </Sheet>
  );
}
