/** Ids for blocks and elements that came without one. */
import type { Block } from './records.ts';
import { freshId, type Team } from './team.ts';

/** Slack gives every block an id; nested blocks and elements too. */
export function nameBlocks(team: Team, blocks: Block[]): Block[] {
  return blocks.map((block) => {
    const named: Block = { ...block, block_id: block.block_id || freshId(team, 'b') };
    if (Array.isArray(named.child_blocks)) named.child_blocks = nameBlocks(team, named.child_blocks);
    if (block.type === 'carousel' && Array.isArray(named.elements))
      named.elements = nameBlocks(team, named.elements);
    else if (Array.isArray(named.elements))
      named.elements = named.elements.map((element) => nameElement(team, element));
    if (Array.isArray(named.actions)) named.actions = named.actions.map((it) => nameElement(team, it));
    if (named.element) named.element = nameElement(team, named.element);
    if (named.accessory) named.accessory = nameElement(team, named.accessory);
    return named;
  });
}

const STATIC = /^(image|mrkdwn|plain_text|rich_text_.*)$/;

function nameElement<E>(team: Team, element: E): E {
  const given = element as { type?: string; action_id?: string };
  const isStatic = given.type === undefined || (STATIC.test(given.type) && given.type !== 'rich_text_input');
  return isStatic || given.action_id ? element : { ...element, action_id: freshId(team, 'a') };
}
