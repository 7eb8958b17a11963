import { html } from 'htm/preact';
import { useDesk } from './desk.ts';
import type { SharedFile } from './world.ts';

/** What the app has shared with a message: opened or downloaded from here. */
export function SharedFiles({ files }: { files: readonly SharedFile[] }) {
  const { words } = useDesk();
  return html`<ul class="file-list shared-files">${files.map(
    ({ id, title, name, size }) => html`<li key=${id} class="file">
      <a class="file-name" href=${`/window/files/${id}`} target="_blank" rel="noopener" title=${name}><bdi>${title}</bdi></a>
      <small>${words.fileSize(size)}</small>
    </li>`,
  )}</ul>`;
}
