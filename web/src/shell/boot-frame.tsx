/** What stands before the account is read from disk: the places of things, nothing that moves. */
export function BootFrame() {
  return (
    <div aria-hidden className="boot-side h-dvh bg-surface">
      <div className="hidden h-full w-66 border-r border-line bg-ground md:block" />
    </div>
  );
}
