/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Element, Option, OptionGroup } from './block-kit.ts';
import { optionsIn } from './choices.ts';
import { ChosenField } from './chosen-field.ts';
import { type Desk, reasonOf, useDesk } from './desk.ts';
import { idsOf, statesIn } from './form-state.ts';
import { MultiList } from './multi-list.ts';
import { type Slot, useField } from './slot.ts';
import { useSurface } from './surface.ts';

/** Whoever types on is not asked for yet; in ms. */
const PAUSE = 250;

/** Slack's own, for an element that names none. */
const MIN_QUERY = 3;

/** What was suggested at this window, as long as it is open: a chosen id must go by its name. */
const names = new Map<string, Option>();

/** One or several of a list that only the app knows; it is asked while the person types. */
export function ExternalView(slot: Slot) {
  const desk = useDesk();
  const { words } = desk;
  const surface = useSurface();
  const field = useField(slot);
  const { element, blockId } = slot;
  const isMany = element.type === 'multi_external_select';
  const least = element.min_query_length ?? MIN_QUERY;
  const [isOpen, setOpen] = useState(false);
  const [groups, setGroups] = useState<OptionGroup[]>([]);
  const [status, setStatus] = useState('');
  const anchor = useRef<HTMLButtonElement>(null);
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const listId = useId();
  const ids = idsOf(field.value);
  const chosen = ids.map((id) => optionNamed(desk, element, id));
  const most = isMany ? element.max_selected_items : undefined;

  useEffect(() => () => clearTimeout(timer.current), []);

  function show(found: OptionGroup[], said: string): void {
    setGroups(found);
    setStatus(said);
  }

  function onQuery(query: string): void {
    clearTimeout(timer.current);
    asked.current += 1;
    if (query.trim().length < least) {
      show([], words.typeMore(least));
      return;
    }
    setStatus(words.searching);
    timer.current = setTimeout(() => void find(query.trim(), asked.current), PAUSE);
  }

  async function find(query: string, number: number): Promise<void> {
    const done = await surface.suggest(blockId, element, query);
    // Something else has been typed since.
    if (number !== asked.current) return;
    const found = done.groups ?? [];
    const options = optionsIn(found);
    for (const option of options) names.set(keyOf(element, option.value), option);
    if (!done.ok) return show([], reasonOf(words, done));
    show(found, options.length > 0 ? words.found(options.length) : words.nothingFound);
  }

  function toggle(option: Option): void {
    const without = ids.filter((id) => id !== option.value);
    if (!isMany) {
      field.change(without.length < ids.length ? null : option.value);
      close();
    } else if (without.length < ids.length) field.change(without);
    else if (!most || ids.length < most) field.change([...ids, option.value]);
  }

  function open(): void {
    show([], least > 0 ? words.typeMore(least) : '');
    setOpen(true);
    if (least === 0) onQuery('');
  }

  function close(): void {
    clearTimeout(timer.current);
    asked.current += 1;
    setOpen(false);
    anchor.current?.focus();
  }

  function remove({ value }: Option): void {
    field.change(isMany ? ids.filter((id) => id !== value) : null);
  }

  const own = { slot, chosen, hint: words.searchApp, isOpen, anchor, listId, onClose: close };
  return html`<${ChosenField} ...${own} onRemove=${remove} onOpen=${open}>
    <${MultiList} groups=${groups} ids=${ids} most=${most} label=${slot.label ?? ''} search=${{ onQuery, status }} onToggle=${toggle} onClose=${close} />
  <//>`;
}

function keyOf({ action_id }: Element, value: string): string {
  return JSON.stringify([action_id, value]);
}

/** By what the element came with, what was suggested here, or what the workspace keeps of an open window. */
function optionNamed({ world }: Desk, element: Element, id: string): Option {
  const given = [element.initial_option, ...(element.initial_options ?? [])];
  const kept = statesIn(world.saved)
    .flatMap(({ selected_option: one, selected_options: several }) => [one, several].flat())
    .filter((option) => option) as Option[];
  const known = [...given, ...kept].find((option) => option?.value === id);
  return names.get(keyOf(element, id)) ?? known ?? { value: id, text: { type: 'plain_text', text: id } };
}
