import { html } from 'htm/preact';
import { useDesk } from './desk.ts';

/** A number on red, as on Slack's icon; nothing when there is nothing unread. */
export function Count({ count }: { count: number }) {
  const { words } = useDesk();
  if (count === 0) return null;
  return html`<span class="count"><span aria-hidden="true">${count}</span><span class="unseen">${words.unread(count)}</span></span>`;
}
