/** The look of every menu: shared as class names, because the menu library brings its own elements. */
export const MENU =
  'z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 max-w-72 overflow-y-auto rounded-lg bg-raised p-1.5 text-sm shadow-float animate-float-in thin-scroll';

export const MENU_ITEM =
  'flex min-h-target cursor-default items-center gap-2.5 rounded-md px-2.5 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover data-[state=open]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:opacity-70';

export const MENU_LINE = 'mx-2 my-1.5 h-px bg-line';
