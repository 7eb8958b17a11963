/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Icon } from './icons.ts';

/** An image, or its alternative text when it can't be had (the page loads nothing from elsewhere). */
export function Picture({ url, alt, isSmall }: { url: string | undefined; alt: string; isSmall?: boolean }) {
  const [isBroken, setBroken] = useState(false);
  const className = isSmall ? 'picture small' : 'picture';
  if (!url || isBroken) {
    return html`<span class=${`${className} missing`} role="img" aria-label=${alt}><${Icon} name="image" />${!isSmall && alt}</span>`;
  }
  return html`<img class=${className} src=${url} alt=${alt} onError=${() => setBroken(true)} />`;
}
