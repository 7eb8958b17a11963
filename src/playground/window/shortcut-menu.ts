import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { Menu } from './popover.ts';

/** The lightning: the app's global shortcuts. */
export function ShortcutMenu() {
  const desk = useDesk();
  const { words, world } = desk;
  const [isBusy, setBusy] = useState(false);
  const items = world.shortcuts
    .filter(({ type }) => type !== 'message')
    .map((shortcut) => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      ...(shortcut.description && { hint: shortcut.description }),
      async onChoose(): Promise<void> {
        setBusy(true);
        const done = await desk.ask({ type: 'shortcut', callbackId: shortcut.callback_id });
        setBusy(false);
        if (!done.ok) desk.complain(done);
      },
    }));
  return html`<${Menu} label=${words.shortcuts} face=${html`<${Icon} name="bolt" />`} items=${items} empty=${words.noShortcuts} isBusy=${isBusy} />`;
}
