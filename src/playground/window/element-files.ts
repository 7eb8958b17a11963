/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { idsOf, statesIn } from './form-state.ts';
import { Icon } from './icons.ts';
import { naming, type Slot, useField } from './slot.ts';
import { type Uploaded, upload } from './upload.ts';
import type { World } from './world.ts';

/** Slack's most, and what an element that names no number takes. */
const MOST_FILES = 10;

/** What was uploaded at this window, as long as it is open: a chosen id must go by its name. */
const files = new Map<string, Uploaded>();

/** Files from the person's own machine; each is uploaded when it is chosen, as in Slack. */
export function FilesView(slot: Slot) {
  const { words, world } = useDesk();
  const field = useField(slot);
  const [problems, setProblems] = useState<string[]>([]);
  const [busy, setBusy] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const statusId = useId();
  const { filetypes, max_files: most = MOST_FILES } = slot.element;
  const ids = idsOf(field.value);
  const named = naming(slot);
  const isFull = busy > 0 || ids.length >= most;

  async function take(): Promise<void> {
    const chosen = [...(input.current?.files ?? [])];
    if (input.current) input.current.value = '';
    const room = most - ids.length;
    const wrong = chosen.length > room ? [words.tooManyFiles(most)] : [];
    const taken: string[] = [];
    setProblems([]);
    setBusy(Math.min(chosen.length, room));
    for (const one of chosen.slice(0, Math.max(room, 0))) {
      const done = await upload(world.me.id, one, filetypes);
      if ('file' in done) {
        files.set(done.file.id, done.file);
        taken.push(done.file.id);
      } else wrong.push(words.fileRefused(one.name, words.fileReasons[done.error] ?? words.failed));
    }
    setBusy(0);
    setProblems(wrong);
    if (taken.length > 0) field.change([...ids, ...taken]);
  }

  return html`<div class="files">
    ${
      ids.length > 0 &&
      html`<ul class="file-list">${ids.map((id) => {
        const { name, size } = files.get(id) ?? keptFile(world.saved, id);
        return html`<li key=${id} class="file">
        <span class="file-name"><bdi>${name}</bdi></span><small>${words.fileSize(size)}</small>
        <button type="button" class="icon-button" aria-label=${words.remove(name)} onClick=${() => field.change(ids.filter((each) => each !== id))}><${Icon} name="close" /></button>
      </li>`;
      })}</ul>`
    }
    <label class=${`button file-choose ${isFull ? 'full' : ''}`}>
      <input
        ref=${input}
        class="unseen"
        type="file"
        ...${named}
        aria-describedby=${[named['aria-describedby'], statusId].filter(Boolean).join(' ')}
        multiple=${most > 1}
        accept=${filetypes?.map((type) => `.${type}`).join(',')}
        disabled=${isFull}
        onChange=${take}
      />${words.chooseFiles}
    </label>
    <p class="hint" id=${statusId} role="status">${busy > 0 ? words.uploading(busy) : words.filesTaken(ids.length, most)}</p>
    ${problems.length > 0 && html`<div role="alert">${problems.map((problem) => html`<p class="error" key=${problem}><bdi>${problem}</bdi></p>`)}</div>`}
  </div>`;
}

/** What the workspace keeps of an open window after the page was loaded again. */
function keptFile(saved: World['saved'], id: string): Uploaded {
  const kept = statesIn(saved).flatMap((state) => (state.files as Uploaded[] | undefined) ?? []);
  return kept.find((file) => file.id === id) ?? { id, name: id, size: 0 };
}
