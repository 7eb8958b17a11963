import type { Block, Element } from './block-kit.ts';

/** What stands in one field: typed text, or the id of what was chosen (option, person, channel, day). */
export type Typed = string | string[] | null;

/** block_id → action_id → what stands there. */
export type Values = Record<string, Record<string, Typed>>;

/** The same in Slack's shape, as the server keeps it: `{ type, selected_date: … }`. */
export type SavedState = Record<string, Record<string, Record<string, unknown> | undefined> | undefined>;

/** The typed-in state of one surface: a modal, the Home tab, or a message. */
export interface Form {
  get(blockId: string, element: Element): Typed;
  set(blockId: string, element: Element, value: Typed): void;
  /** Makes the state follow new blocks by Slack's rule. */
  follow(blocks: Block[]): void;
  values(): Values;
}

interface Field {
  blockId: string;
  actionId: string;
  type: string;
  value: Typed;
}

/**
 * Slack's rule for a changed view: a field with an equal block_id and action_id keeps what stands in it,
 * whatever its new initial_* says; every other field starts from its initial_*.
 */
export function createForm(saved: SavedState = {}): Form {
  let seed = saved;
  const startOf = (blockId: string, element: Element): Typed => {
    const kept = seed[blockId]?.[element.action_id ?? ''];
    return kept?.type === element.type ? typedIn(kept) : initialValue(element);
  };
  let fields = new Map<string, Field>();
  return {
    get(blockId, element) {
      const field = fields.get(keyOf(blockId, element));
      return field ? field.value : startOf(blockId, element);
    },
    set(blockId, element, value) {
      fields.set(keyOf(blockId, element), fieldOf(blockId, element, value));
    },
    follow(blocks) {
      const next = new Map<string, Field>();
      for (const [blockId, element] of fieldsIn(blocks)) {
        const key = keyOf(blockId, element);
        const before = fields.get(key);
        const value = before?.type === element.type ? before.value : startOf(blockId, element);
        next.set(key, fieldOf(blockId, element, onOffer(element, value)));
      }
      fields = next;
      seed = {};
    },
    values() {
      const values: Values = {};
      for (const { blockId, actionId, value } of fields.values()) {
        values[blockId] = { ...values[blockId], [actionId]: value };
      }
      return values;
    },
  };
}

function fieldOf(blockId: string, element: Element, value: Typed): Field {
  return { blockId, actionId: element.action_id ?? '', type: element.type, value };
}

function keyOf(blockId: string, element: Element): string {
  return JSON.stringify([blockId, element.action_id ?? '']);
}

/** Every field in the blocks with the id of its block, containers opened. */
export function fieldsIn(blocks: Block[]): [string, Element][] {
  return blocks.flatMap((block, index): [string, Element][] => {
    if (block.type === 'container') return fieldsIn(block.child_blocks ?? []);
    const inActions = block.type === 'actions' ? elementsOf(block) : [];
    return [block.element, block.accessory, ...inActions]
      .filter((element) => element !== undefined && FIELD.test(element.type))
      .map((element) => [blockIdOf(block, index), element as Element]);
  });
}

const FIELD = /_input$|select$|^radio_buttons$|^checkboxes$|picker$/;

export function elementsOf(block: Block): Element[] {
  return (block.elements ?? []) as Element[];
}

/** Slack gives every block an id; should one come without, its place stands in. */
export function blockIdOf(block: Block, index: number): string {
  return block.block_id ?? `block-${index}`;
}

export function initialValue(element: Element): Typed {
  if (/^(checkboxes|file_input|multi_.*)$/.test(element.type)) {
    const options = element.initial_options?.map((option) => option.value);
    return (
      options ?? element.initial_users ?? element.initial_conversations ?? element.initial_channels ?? []
    );
  }
  if (element.type === 'datetimepicker') return element.initial_date_time?.toString() ?? null;
  const chosen = element.initial_user ?? element.initial_conversation ?? element.initial_channel;
  const moment = element.initial_date ?? element.initial_time;
  const text = typeof element.initial_value === 'string' ? element.initial_value : undefined;
  return element.initial_option?.value ?? chosen ?? moment ?? text ?? null;
}

/** What can still be chosen of what was chosen; a list that no longer offers it can't show it. */
function onOffer(element: Element, value: Typed): Typed {
  const groups = element.option_groups?.flatMap((group) => group.options);
  const options = element.options ?? groups;
  if (!options) return value;
  const isOffered = (id: string): boolean => options.some((option) => option.value === id);
  if (Array.isArray(value)) return value.filter(isOffered);
  return value !== null && isOffered(value) ? value : null;
}

/** The text or ids in a value of Slack's shape, whatever its key. */
function typedIn({ type: _, timezone: __, ...state }: Record<string, unknown>): Typed {
  const idOf = (item: unknown): string => {
    if (typeof item !== 'object' || item === null) return String(item);
    return String('value' in item ? item.value : (item as { id?: unknown }).id);
  };
  const [content] = Object.values(state);
  if (content === null || content === undefined) return null;
  return Array.isArray(content) ? content.map(idOf) : idOf(content);
}

/** Every field's state in the windows that are open, as the workspace keeps it. */
export function statesIn(saved: Record<string, SavedState> = {}): Record<string, unknown>[] {
  const blocks = Object.values(saved).flatMap((view) => Object.values(view));
  return blocks.flatMap((elements) => Object.values(elements ?? {})).filter((state) => state !== undefined);
}

/** Text of a field that holds one thing. */
export function textOf(value: Typed): string {
  return typeof value === 'string' ? value : '';
}

/** The ids a field holds, one or many. */
export function idsOf(value: Typed): string[] {
  return Array.isArray(value) ? value : value ? [value] : [];
}
