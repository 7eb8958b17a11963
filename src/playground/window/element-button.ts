/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { plain } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { emojify } from './emoji.ts';
import { Icon } from './icons.ts';
import { isSafeUrl } from './mrkdwn.ts';
import { Menu } from './popover.ts';
import type { Slot } from './slot.ts';
import { useSurface } from './surface.ts';

/** Waits for the app; a second click meanwhile does nothing. */
export function ButtonView({ blockId, element }: Slot) {
  const surface = useSurface();
  const [isBusy, setBusy] = useState(false);
  const style = element.style === 'primary' || element.style === 'danger' ? element.style : '';
  const face = html`${emojify(plain(element.text))}`;

  async function press(): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    await surface.press(blockId, element, { ...(element.value !== undefined && { value: element.value }) });
    setBusy(false);
  }

  if (element.url && isSafeUrl(element.url)) {
    return html`<a
      class=${`button ${style}`}
      href=${element.url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label=${element.accessibility_label}
      onClick=${press}
    >${face}<${Icon} name="newTab" /></a>`;
  }
  return html`<button
    type="button"
    class=${`button ${style} ${isBusy ? 'busy' : ''}`}
    data-action-id=${element.action_id}
    aria-label=${element.accessibility_label}
    aria-busy=${isBusy}
    aria-disabled=${isBusy}
    onClick=${press}
  >${face}</button>`;
}

export function OverflowView({ blockId, element }: Slot) {
  const { words } = useDesk();
  const surface = useSurface();
  const [isBusy, setBusy] = useState(false);
  const items = (element.options ?? []).map((option) => ({
    key: option.value,
    label: emojify(plain(option.text)),
    ...(option.description && { hint: plain(option.description) }),
    async onChoose(): Promise<void> {
      if (option.url && isSafeUrl(option.url)) open(option.url, '_blank', 'noopener');
      setBusy(true);
      await surface.press(blockId, element, { selected: option.value });
      setBusy(false);
    },
  }));
  return html`<${Menu} label=${element.accessibility_label ?? words.more} className="button overflow" face=${html`<${Icon} name="dots" />`} items=${items} isBusy=${isBusy} />`;
}
