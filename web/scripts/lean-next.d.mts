/** Source by the path inside of Next that it stands in for. */
export const STANDS_IN: { readonly [path: string]: string };
