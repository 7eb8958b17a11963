/** Blocks made of other blocks: card, carousel, container, plan. */
import { checkTaskStatus } from './check-data.ts';
import { checkElementRow } from './check-elements.ts';
import { checkImageElement } from './check-options.ts';
import { checkRichText } from './check-rich-text.ts';
import {
  checkBoolean,
  checkFields,
  checkList,
  checkOneOf,
  checkString,
  checkText,
  type Fields,
  isFields,
  type Problems,
  report,
} from './problems.ts';

/** How the blocks inside are judged; handed in by the judge of all blocks. */
type CheckBlock = (problems: Problems, path: string, block: unknown) => void;

const CARD = [
  'type',
  'block_id',
  'hero_image',
  'icon',
  'slack_icon',
  'title',
  'subtitle',
  'body',
  'subtext',
  'actions',
];

/** A card: texts, pictures, at most three buttons. */
export function checkCard(problems: Problems, path: string, card: Fields): void {
  checkFields(problems, path, card, CARD);
  if (!card.hero_image && !card.title && !card.actions && !card.body)
    report(problems, path, 'must provide hero_image, title, actions or body');
  checkText(problems, `${path}/title`, card.title, { max: 150 });
  checkText(problems, `${path}/subtitle`, card.subtitle, { max: 150 });
  checkText(problems, `${path}/body`, card.body, { max: 200 });
  checkText(problems, `${path}/subtext`, card.subtext, { max: 200 });
  if (card.hero_image !== undefined) checkImageElement(problems, `${path}/hero_image`, card.hero_image);
  if (card.icon !== undefined) checkImageElement(problems, `${path}/icon`, card.icon);
  if (card.icon !== undefined && card.slack_icon !== undefined)
    report(problems, path, 'must provide either icon or slack_icon');
  if (card.actions === undefined) return;
  const actions = checkList(problems, `${path}/actions`, card.actions, { max: 3 });
  checkElementRow(problems, `${path}/actions`, actions, 'card');
}

/** One to ten cards side by side. */
export function checkCarousel(problems: Problems, path: string, block: Fields, checkBlock: CheckBlock): void {
  checkFields(problems, path, block, ['type', 'block_id', 'elements']);
  checkList(problems, `${path}/elements`, block.elements, { max: 10 }).forEach((card, index) => {
    const at = `${path}/elements/${index}`;
    if (!isFields(card) || card.type !== 'card') report(problems, at, 'must be a card');
    else checkBlock(problems, at, card);
  });
}

const CONTAINER = [
  'type',
  'block_id',
  'title',
  'rich_text_title',
  'subtitle',
  'child_blocks',
  'width',
  'icon',
  'is_collapsible',
  'default_collapsed',
  'has_header_divider',
];

const CHILDREN = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

/** A group of at most ten blocks under a title. */
export function checkContainer(
  problems: Problems,
  path: string,
  block: Fields,
  checkBlock: CheckBlock,
): void {
  checkFields(problems, path, block, CONTAINER);
  if (block.title === undefined && block.rich_text_title === undefined)
    report(problems, path, 'missing required field: title');
  checkText(problems, `${path}/title`, block.title, { max: 150, plainOnly: true });
  if (block.rich_text_title !== undefined)
    checkRichText(problems, `${path}/rich_text_title`, block.rich_text_title);
  checkText(problems, `${path}/subtitle`, block.subtitle, { max: 150 });
  if (block.icon !== undefined) checkImageElement(problems, `${path}/icon`, block.icon);
  checkOneOf(problems, `${path}/width`, block.width, ['narrow', 'standard', 'wide', 'full']);
  for (const flag of ['is_collapsible', 'default_collapsed', 'has_header_divider'] as const)
    checkBoolean(problems, `${path}/${flag}`, block[flag]);
  if (block.default_collapsed === true && block.is_collapsible !== true)
    report(problems, path, 'default_collapsed requires is_collapsible');
  checkList(problems, `${path}/child_blocks`, block.child_blocks, { max: 10 }).forEach((child, index) => {
    const at = `${path}/child_blocks/${index}`;
    if (!isFields(child) || !CHILDREN.includes(String(child.type)))
      report(problems, at, `unsupported type: ${isFields(child) ? String(child.type) : typeof child}`);
    else checkBlock(problems, at, child);
  });
}

/** `plan.title` is a bare string, unlike the others. */
export function checkPlan(problems: Problems, path: string, block: Fields): void {
  checkFields(problems, path, block, ['type', 'block_id', 'title', 'tasks']);
  checkString(problems, `${path}/title`, block.title, { required: true });
  if (block.tasks === undefined) return;
  checkList(problems, `${path}/tasks`, block.tasks, { max: 50 }).forEach((task, index) => {
    const at = `${path}/tasks/${index}`;
    if (isFields(task)) checkTaskStatus(problems, at, task, false);
    else report(problems, at, 'must provide an object');
  });
}
