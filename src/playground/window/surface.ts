import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Element } from './block-kit.ts';
import type { Typed } from './form-state.ts';
import type { Done } from './world.ts';

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

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('A block outside of a surface');
  return surface;
}
