/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { plain } from './block-kit.ts';
import { returnFocus } from './confirm.ts';
import { reasonOf, useDesk } from './desk.ts';
import { createForm, fieldsIn } from './form-state.ts';
import { Icon } from './icons.ts';
import { SurfaceView } from './surface-view.ts';
import { checkForm } from './validate.ts';
import type { Done, View } from './world.ts';

/** The person's stack of modals: the top one is open, those beneath keep what was typed. */
export function Modals() {
  const { world } = useDesk();
  const top = world.views.at(-1);
  return world.views.map((view) => html`<${Modal} key=${view.id} view=${view} isTop=${view === top} />`);
}

/** Where a form begins; one without fields begins at the button that closes it. */
const FIRST = '.dialog-body :is([data-focus], input, textarea, select, .multi-open), .dialog-foot .button';

function Modal({ view, isTop }: { view: View; isTop: boolean }) {
  const desk = useDesk();
  const { words, world } = desk;
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const form = useRef(createForm(world.saved?.[view.id])).current;
  const [own, setOwn] = useState<Record<string, string>>({});
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const fields = fieldsIn(view.blocks).map(([blockId]) => blockId);
  // The next step comes as new blocks in the same view; it begins at its first field.
  const shownFields = useRef(fields);
  const told = JSON.stringify(isTop ? world.viewErrors : {});
  const theirs = Object.entries(JSON.parse(told) as Record<string, string>);
  const errors = { ...Object.fromEntries(theirs.filter(([blockId]) => !edited.has(blockId))), ...own };
  const wrong = Object.keys(errors).length;
  const notice =
    problem || (isTop && world.viewNotice ? reasonOf(words, noticeOf(view, world.viewNotice)) : '');

  useEffect(returnFocus, []);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (isTop && !element.open) {
      element.showModal();
      focusFirst(element, FIRST);
    }
    if (!isTop && element.open) element.close();
  }, [isTop]);
  useEffect(() => setEdited(new Set()), [told]);
  useEffect(() => {
    const before = shownFields.current;
    shownFields.current = fields;
    if (!isTop || fields.some((field) => before.includes(field)) || before === fields) return;
    body.current?.scrollTo(0, 0);
    focusFirst(dialog.current, FIRST);
  }, [fields.join()]);
  useEffect(() => {
    if (wrong > 0)
      focusFirst(body.current, '.wrong input, .wrong textarea, .wrong select, .wrong .multi-open');
  }, [told, own]);

  function onEdit(blockId: string): void {
    setEdited((before) => new Set(before).add(blockId));
    setOwn(({ [blockId]: _, ...others }) => others);
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    const found = checkForm(view.blocks, form, words);
    setOwn(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    await ask({ type: 'submit', viewId: view.id, values: form.values() });
    setBusy(false);
    setEdited(new Set());
  }

  async function ask(request: Parameters<typeof desk.ask>[0]): Promise<void> {
    setProblem('');
    const done = await desk.ask(request);
    if (!done.ok) setProblem(reasonOf(words, done));
  }

  const close = (): Promise<void> => ask({ type: 'closeView', viewId: view.id });

  /** The cross closes those beneath as well; one that clears on close has taken them along already. */
  async function closeStack(): Promise<void> {
    await close();
    for (const each of world.views.slice(0, -1).reverse())
      await desk.ask({ type: 'closeView', viewId: each.id });
  }

  /** Escape while nothing in here has the focus: no key is heard then. A file picker's own cancel comes by as well. */
  function onCancel(event: Event): void {
    event.preventDefault();
    if (event.target === dialog.current) void close();
  }

  return html`<dialog
    ref=${dialog}
    class="dialog modal"
    aria-labelledby=${`${id}t`}
    onKeyDown=${(event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || document.querySelector(':popover-open')) return;
      event.preventDefault();
      void close();
    }}
    onCancel=${onCancel}
  >
    <form novalidate onSubmit=${submit}>
      <header class="dialog-head">
        <h2 class="dialog-title" id=${`${id}t`}>${plain(view.title)}</h2>
        <button type="button" class="icon-button" aria-label=${words.close} onClick=${closeStack}><${Icon} name="close" /></button>
      </header>
      <div class="dialog-body" ref=${body}>
        ${notice && html`<div class="alert error" role="alert">${notice}</div>`}
        <${SurfaceView} place=${{ view: view.id }} blocks=${view.blocks} form=${form} errors=${errors} onEdit=${onEdit} onFailure=${(done: Done) => setProblem(reasonOf(words, done))} />
      </div>
      <footer class="dialog-foot">
        <span class="wrong-count" role="status">${wrong > 0 && words.fixErrors(wrong)}</span>
        <button type="button" class="button" onClick=${close}>${plain(view.close ?? undefined) || words.cancel}</button>
        ${view.submit && html`<button type="submit" class="button primary" disabled=${isBusy} aria-busy=${isBusy}>${isBusy ? words.working : plain(view.submit)}</button>`}
      </footer>
    </form>
  </dialog>`;
}

function noticeOf(view: View, error: string): Done {
  return { type: 'done', id: view.id, ok: false, error };
}

function focusFirst(root: HTMLElement | null, selector: string): void {
  root?.querySelector<HTMLElement>(selector)?.focus();
}
