import type { Element } from './block-kit.ts';
import type { Typed } from './form-state.ts';
import { useSurface } from './surface.ts';

/** An element in its place: which block, which label, and whether a change is told to the app at once. */
export interface Slot {
  blockId: string;
  element: Element;
  dispatches: boolean;
  id?: string;
  labelId?: string;
  label?: string;
  describedBy?: string;
  isWrong?: boolean;
  isRequired?: boolean;
}

export interface Field {
  value: Typed;
  /** Keeps the value and, where Slack does, tells the app. */
  change(value: Typed): void;
  /** Keeps the value only. */
  keep(value: Typed): void;
  tell(value: Typed): void;
}

export function useField({ blockId, element, dispatches }: Slot): Field {
  const surface = useSurface();
  const keep = (value: Typed): void => surface.set(blockId, element, value);
  const tell = (value: Typed): void => {
    if (dispatches) void surface.press(blockId, element, { selected: value });
  };
  return {
    value: surface.get(blockId, element),
    keep,
    tell,
    change(value) {
      keep(value);
      tell(value);
    },
  };
}

/** What ties an input to its label, hint and error; without a label its placeholder names it. */
export function naming(slot: Slot, isGroup = false): Record<string, unknown> {
  const name = slot.element.accessibility_label ?? slot.label ?? slot.element.placeholder?.text;
  return {
    ...(slot.id && !isGroup && { id: slot.id }),
    ...(slot.labelId ? isGroup && { 'aria-labelledby': slot.labelId } : { 'aria-label': name }),
    ...(slot.describedBy && { 'aria-describedby': slot.describedBy }),
    ...(slot.isWrong && { 'aria-invalid': 'true' }),
    ...(slot.isRequired && slot.element.type !== 'checkboxes' && { 'aria-required': 'true' }),
    ...(slot.element.focus_on_load && { 'data-focus': 'true' }),
  };
}
