/// <reference lib="dom" />
import { html, render } from 'htm/preact';
import { App } from './app.ts';
import { addressAs, FIRST_PERSON } from './whereabouts.ts';

const root = document.getElementById('window');
const as = new URLSearchParams(location.search).get('as');
if (!as) history.replaceState(null, '', `${addressAs(FIRST_PERSON)}${location.hash}`);
if (root) render(html`<${App} as=${as || FIRST_PERSON} />`, root);
