import { headStartScript } from '@cairn/client';
import { IDENTITY_KEY } from '../account/identity-key.ts';
import { GROUND, THEME_KEY } from './theme-key.ts';

/**
 * Runs before the first paint: the chosen theme, and whether to draw the frame of the app or the calm of the sign-in page.
 * Of who is known what this device has is on its way from then on.
 */
export const prepaintScript = `try{var d=document.documentElement,t=localStorage.getItem('${THEME_KEY}');if(t==='light'||t==='dark'){d.dataset.theme=t;document.querySelectorAll('meta[name=theme-color]').forEach(function(m){m.content=${JSON.stringify(GROUND)}[t]})}if(t=localStorage.getItem('${IDENTITY_KEY}')){d.dataset.known='';t=JSON.parse(t);if(!t.ended)${headStartScript('t.accountId')}}}catch(e){}`;
