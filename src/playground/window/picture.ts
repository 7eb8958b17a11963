/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { SlackFile } from './block-kit.ts';
import { Icon } from './icons.ts';

interface PictureProps {
  url?: string;
  file?: SlackFile;
  alt: string;
  isSmall?: boolean;
}

/** An image, or its alternative text when it can't be had (the page loads nothing from elsewhere). */
export function Picture({ url: given, file, alt, isSmall }: PictureProps) {
  const id = file?.id ?? /-(F\w+)\//.exec(file?.url ?? '')?.[1];
  const url = id ? `/window/files/${id}` : given;
  const [isBroken, setBroken] = useState(false);
  const className = isSmall ? 'picture small' : 'picture';
  if (!url || isBroken) {
    return html`<span class=${`${className} missing`} role="img" aria-label=${alt}><${Icon} name="image" />${!isSmall && alt}</span>`;
  }
  return html`<img class=${className} src=${url} alt=${alt} onError=${() => setBroken(true)} />`;
}
