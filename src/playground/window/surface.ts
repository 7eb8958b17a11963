import { html } from 'htm/preact';
import { createContext } from 'preact';
import { useContext, useMemo, useReducer, useRef } from 'preact/hooks';
import type { Block, Element } from './block-kit.ts';
import { Blocks } from './blocks.ts';
import { useDesk } from './desk.ts';
import { createForm, type Form, type Typed } from './form-state.ts';
import type { Done, Place } from './world.ts';

/** What blocks stand in, be it a modal, Home or a message: where a press goes and what is typed. */
export interface Surface {
  errors: Record<string, string>;
  get(blockId: string, element: Element): Typed;
  set(blockId: string, element: Element, value: Typed): void;
  /** Tells the app; after Slack's confirm dialog if the element has one. False if the person said no. */
  press(blockId: string, element: Element, what: { value?: string; selected?: Typed }): Promise<boolean>;
  /** Asks the app what it would suggest. */
  suggest(blockId: string, element: Element, query: string): Promise<Done>;
}

const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('A block outside of a surface');
  return surface;
}

interface SurfaceProps {
  place: Place;
  blocks: Block[];
  form?: Form;
  errors?: Record<string, string>;
  onEdit?: (blockId: string) => void;
  onFailure?: (done: Done) => void;
}

const NONE: Record<string, string> = {};

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
