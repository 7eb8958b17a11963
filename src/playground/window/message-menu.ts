import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { Menu, type MenuItem } from './popover.ts';
import { go } from './whereabouts.ts';
import type { Channel, Message, Shortcut } from './world.ts';

interface MessageMenuProps {
  channel: Channel;
  message: Message;
  isThread?: boolean;
}

/** What can be done with a message: answer it in its thread, or one of the app's message shortcuts. */
export function MessageMenu({ channel, message, isThread }: MessageMenuProps) {
  const desk = useDesk();
  const { words, world } = desk;
  const [isBusy, setBusy] = useState(false);

  async function run({ callback_id: callbackId }: Shortcut): Promise<void> {
    setBusy(true);
    const done = await desk.ask({ type: 'messageShortcut', callbackId, channel: channel.id, ts: message.ts });
    setBusy(false);
    if (!done.ok) desk.complain(done);
  }

  const reply: MenuItem = {
    key: 'reply',
    label: words.replyInThread,
    onChoose: () => go(channel.id, message.ts),
  };
  const shortcuts = world.shortcuts
    .filter(({ type }) => type === 'message')
    .map((shortcut) => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      ...(shortcut.description && { hint: shortcut.description }),
      onChoose: () => void run(shortcut),
    }));
  const items = isThread ? shortcuts : [reply, ...shortcuts];
  if (items.length === 0) return null;
  return html`<${Menu} label=${words.moreActions} face=${html`<${Icon} name="dots" />`} items=${items} isBusy=${isBusy} />`;
}
