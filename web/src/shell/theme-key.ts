export const THEME_KEY = 'cairn.theme';
