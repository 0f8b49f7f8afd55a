import { Dialog } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { usePathname } from './navigation.ts';
import type { Screen } from './router.ts';
import { Sidebar } from './sidebar.tsx';

interface Props {
  readonly screen: Screen;
  readonly onClose: () => void;
}

/** The sidebar on a phone; it leaves when a screen is chosen. */
export function Drawer({ screen, onClose }: Props) {
  const path = usePathname();
  const opened = useRef(path);
  useEffect(() => {
    if (opened.current !== path) onClose();
  }, [path, onClose]);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-veil" />
        <Dialog.Content
          data-modal
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-[min(20rem,85vw)] animate-slide-in-left shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <Sidebar screen={screen} isDrawer />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
