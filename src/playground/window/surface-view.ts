import { html } from 'htm/preact';
import { useMemo, useReducer, useRef } from 'preact/hooks';
import type { Block } from './block-kit.ts';
import { Blocks } from './blocks.ts';
import { useDesk } from './desk.ts';
import { createForm, type Form } from './form-state.ts';
import { type Surface, SurfaceContext } from './surface.ts';
import type { Done, Place } from './world.ts';

interface SurfaceProps {
  place: Place;
  blocks: Block[];
  form?: Form;
  errors?: Record<string, string>;
  onEdit?: (blockId: string) => void;
  onFailure?: (done: Done) => void;
}

const NONE: Record<string, string> = {};

/** Blocks in their place; they find it by `useSurface`. */
export function SurfaceView({ place, blocks, form: given, errors = NONE, onEdit, onFailure }: SurfaceProps) {
  const desk = useDesk();
  const own = useRef<Form>(undefined);
  own.current ??= given ?? createForm();
  const form = own.current;
  const [, redraw] = useReducer<number, void>((count) => count + 1, 0);
  useMemo(() => form.follow(blocks), [blocks, form]);
  const surface: Surface = {
    errors,
    get: form.get,
    set(blockId, element, value) {
      form.set(blockId, element, value);
      onEdit?.(blockId);
      redraw();
    },
    async press(blockId, element, what) {
      if (element.confirm && !(await desk.confirm(element.confirm))) return false;
      const actionId = element.action_id ?? '';
      const done = await desk.ask({
        type: 'press',
        in: place,
        actionId,
        blockId,
        ...what,
        state: form.values(),
      });
      if (!done.ok) (onFailure ?? desk.complain)(done);
      return true;
    },
    suggest: (blockId, element, query) =>
      desk.ask({ type: 'suggest', in: place, actionId: element.action_id ?? '', blockId, query }),
  };
  return html`<${SurfaceContext.Provider} value=${surface}><${Blocks} blocks=${blocks} /><//>`;
}
