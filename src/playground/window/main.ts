/// <reference lib="dom" />
import { html, render } from 'htm/preact';
import { App } from './app.ts';

const root = document.getElementById('window');
if (root) render(html`<${App} as=${new URLSearchParams(location.search).get('as') ?? ''} />`, root);
