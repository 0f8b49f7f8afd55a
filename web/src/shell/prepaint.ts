import { IDENTITY_KEY } from '../account/identity-key.ts';
import { GROUND, THEME_KEY } from './theme-key.ts';

/** Runs before the first paint: the chosen theme, and whether to draw the frame of the app or the calm of the sign-in page. */
export const prepaintScript = `try{var d=document.documentElement,t=localStorage.getItem('${THEME_KEY}');if(t==='light'||t==='dark'){d.dataset.theme=t;document.querySelectorAll('meta[name=theme-color]').forEach(function(m){m.content=${JSON.stringify(GROUND)}[t]})}if(localStorage.getItem('${IDENTITY_KEY}'))d.dataset.known=''}catch(e){}`;
