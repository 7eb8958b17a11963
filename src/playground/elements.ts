/** Finding interactive elements in blocks, however deep they sit. */
import type { Block, Element } from './records.ts';

export interface Placed {
  block: Block;
  element: Element;
}

/** Every element of these blocks: accessories, actions, inputs, cards, carousels, containers. */
export function listElements(blocks: Block[]): Placed[] {
  return blocks.flatMap((block) => {
    if (block.type === 'container') return listElements((block.child_blocks ?? []) as Block[]);
    if (block.type === 'carousel') return listElements((block.elements ?? []) as Block[]);
    const elements = [block.accessory, block.element, ...asList(block.actions), ...asList(block.elements)];
    return elements.filter(isElement).map((element) => ({ block, element }));
  });
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'action_id' in value;
}

/** Elements whose value Slack reports under `state.values`. */
export function isStateful({ element }: Placed): boolean {
  return !/^(button|workflow_button|overflow|feedback_buttons|icon_button|image)$/.test(element.type);
}

/** The one element an interaction means; throws when a person could not find it on the screen. */
export function findElement(blocks: Block[], actionId: string, blockId?: string): Placed {
  const all = listElements(blocks);
  const found = all.find(
    ({ block, element }) =>
      element.action_id === actionId && (blockId === undefined || block.block_id === blockId),
  );
  if (found) return found;
  const there = all.map(({ element }) => element.action_id).join(', ');
  throw new Error(`nothing with action_id ${actionId} here; there is: ${there || 'nothing to press'}`);
}

/** The one stateful element of a block; throws when the block is not there. */
export function findField(blocks: Block[], blockId: string): Placed {
  const all = listElements(blocks).filter(isStateful);
  const found = all.find(({ block }) => block.block_id === blockId);
  if (found) return found;
  throw new Error(`no field ${blockId} here; there is: ${all.map(({ block }) => block.block_id).join(', ')}`);
}
