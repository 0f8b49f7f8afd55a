export const THEME_KEY = 'cairn.theme';

/** `--ground` of each theme, for what the browser draws around the page. */
export const GROUND = { light: '#f6f4f0', dark: '#151412' } as const;
