/** The judge of Block Kit: every size, surface and shape rule Slack documents. */
import { checkCard, checkCarousel, checkContainer, checkPlan } from './check-cards.ts';
import { checkDataTable, checkDataVisualization, checkTable, checkTaskStatus } from './check-data.ts';
import { checkElement, checkElementRow } from './check-elements.ts';
import { checkImage, checkImageElement } from './check-options.ts';
import { checkRichText } from './check-rich-text.ts';
import {
  checkBoolean,
  checkFields,
  checkInteger,
  checkList,
  checkOneOf,
  checkString,
  checkText,
  createProblems,
  type Fields,
  isFields,
  type Problems,
  report,
  type Surface,
} from './problems.ts';

const EVERYWHERE: Surface[] = ['message', 'modal', 'home'];

/** A wrong surface fails the whole call. */
const SURFACES: Record<string, Surface[]> = {
  actions: EVERYWHERE,
  section: EVERYWHERE,
  context: EVERYWHERE,
  divider: EVERYWHERE,
  header: EVERYWHERE,
  image: EVERYWHERE,
  input: EVERYWHERE,
  rich_text: EVERYWHERE,
  card: EVERYWHERE,
  video: EVERYWHERE,
  carousel: ['message', 'home'],
  container: ['message', 'home'],
  data_table: ['message', 'home'],
  context_actions: ['message'],
  data_visualization: ['message'],
  task_card: ['message'],
  plan: ['message'],
  file: ['message'],
  markdown: ['message'],
  table: ['message'],
  alert: ['modal'],
};

/**
 * Everything Slack would refuse in these blocks on this surface, as Slack words it; empty when they are fine.
 * `root` is where the pointers start.
 */
export function checkBlocks(blocks: unknown, surface: Surface, root = '/blocks'): string[] {
  const problems = createProblems(surface);
  const max = surface === 'message' ? 50 : 100;
  if (!Array.isArray(blocks)) return [`[ERROR] must provide an array [json-pointer:${root}]`];
  if (blocks.length > max) report(problems, root, `no more than ${max} items allowed`);
  blocks.forEach((block, index) => {
    checkBlock(problems, `${root}/${index}`, block);
  });
  if (problems.focused > 1) report(problems, root, 'only one element may have focus_on_load');
  return problems.messages;
}

function checkBlock(problems: Problems, path: string, block: unknown) {
  if (!isFields(block)) return report(problems, path, 'must provide an object');
  const surfaces = SURFACES[String(block.type)];
  if (!surfaces) return report(problems, `${path}/type`, `unsupported type: ${String(block.type)}`);
  if (!surfaces.includes(problems.surface))
    return report(problems, path, `${block.type} is not available in a ${problems.surface}`);
  checkString(problems, `${path}/block_id`, block.block_id, { max: 255 });
  if (typeof block.block_id === 'string') {
    if (problems.blockIds.has(block.block_id))
      report(problems, path, `block_id already exists: ${block.block_id}`);
    problems.blockIds.add(block.block_id);
  }
  checkByType(problems, path, block);
}

function checkByType(problems: Problems, path: string, block: Fields) {
  switch (block.type) {
    case 'section':
      return checkSection(problems, path, block);
    case 'input':
      return checkInput(problems, path, block);
    case 'actions':
      return checkElements(problems, path, block, 'actions', 25);
    case 'context_actions':
      return checkElements(problems, path, block, 'context_actions', 5);
    case 'context':
      return checkContext(problems, path, block);
    case 'rich_text':
      return checkRichText(problems, path, block);
    case 'card':
      return checkCard(problems, path, block);
    case 'carousel':
      return checkCarousel(problems, path, block, checkBlock);
    case 'container':
      return checkContainer(problems, path, block, checkBlock);
    case 'plan':
      return checkPlan(problems, path, block);
    case 'task_card':
      return checkTaskStatus(problems, path, block, true);
    case 'table':
      return checkTable(problems, path, block);
    case 'data_table':
      return checkDataTable(problems, path, block);
    case 'data_visualization':
      return checkDataVisualization(problems, path, block);
    default:
      return checkSimple(problems, path, block);
  }
}

function checkSimple(problems: Problems, path: string, block: Fields): void {
  const base = ['type', 'block_id'];
  if (block.type === 'divider') checkFields(problems, path, block, base);
  else if (block.type === 'header') {
    checkFields(problems, path, block, [...base, 'text', 'level']);
    checkText(problems, `${path}/text`, block.text, { required: true, max: 150, plainOnly: true });
    checkInteger(problems, `${path}/level`, block.level, { min: 1, max: 4 });
  } else if (block.type === 'alert') {
    checkFields(problems, path, block, [...base, 'text', 'level']);
    checkText(problems, `${path}/text`, block.text, { required: true, max: 200 });
    checkOneOf(problems, `${path}/level`, block.level, ['default', 'info', 'warning', 'error', 'success']);
  } else if (block.type === 'markdown') {
    checkFields(problems, path, block, [...base, 'text']);
    checkString(problems, `${path}/text`, block.text, { required: true, max: 12_000 });
    problems.markdownCharacters += String(block.text ?? '').length;
    if (problems.markdownCharacters > 12_000) report(problems, path, 'markdown exceeds 12000 characters');
  } else if (block.type === 'image') {
    checkFields(problems, path, block, [...base, 'alt_text', 'image_url', 'slack_file', 'title']);
    checkImage(problems, path, block);
    checkText(problems, `${path}/title`, block.title, { max: 2000, plainOnly: true });
  } else if (block.type === 'video') {
    for (const field of ['video_url', 'thumbnail_url', 'alt_text'])
      checkString(problems, `${path}/${field}`, block[field], { required: true });
    checkText(problems, `${path}/title`, block.title, { required: true, max: 199, plainOnly: true });
  } else if (block.type === 'file')
    checkString(problems, `${path}/external_id`, block.external_id, { required: true });
}

function checkSection(problems: Problems, path: string, block: Fields): void {
  checkFields(problems, path, block, ['type', 'block_id', 'text', 'fields', 'accessory', 'expand']);
  if (block.text === undefined && block.fields === undefined)
    report(problems, path, 'must provide text or fields');
  checkText(problems, `${path}/text`, block.text, { max: 3000 });
  checkBoolean(problems, `${path}/expand`, block.expand);
  if (block.fields !== undefined)
    checkList(problems, `${path}/fields`, block.fields, { max: 10 }).forEach((field, index) => {
      checkText(problems, `${path}/fields/${index}`, field, { required: true, max: 2000 });
    });
  if (block.accessory !== undefined)
    checkElement(problems, `${path}/accessory`, block.accessory, 'accessory');
}

function checkInput(problems: Problems, path: string, block: Fields): void {
  const known = ['type', 'block_id', 'label', 'element', 'hint', 'optional', 'dispatch_action'];
  checkFields(problems, path, block, known);
  checkText(problems, `${path}/label`, block.label, { required: true, max: 2000, plainOnly: true });
  checkText(problems, `${path}/hint`, block.hint, { max: 2000, plainOnly: true });
  checkBoolean(problems, `${path}/optional`, block.optional);
  checkBoolean(problems, `${path}/dispatch_action`, block.dispatch_action);
  checkElement(problems, `${path}/element`, block.element, 'input');
  if (isFields(block.element) && block.element.type === 'file_input' && block.dispatch_action === true)
    report(problems, path, 'file_input cannot dispatch actions');
}

function checkContext(problems: Problems, path: string, block: Fields): void {
  checkFields(problems, path, block, ['type', 'block_id', 'elements']);
  checkList(problems, `${path}/elements`, block.elements, { max: 10 }).forEach((element, index) => {
    const at = `${path}/elements/${index}`;
    if (isFields(element) && element.type === 'image') checkImageElement(problems, at, element);
    else checkText(problems, at, element, { required: true, max: 3000 });
  });
}

function checkElements(
  problems: Problems,
  path: string,
  block: Fields,
  place: 'actions' | 'context_actions',
  max: number,
): void {
  checkFields(problems, path, block, ['type', 'block_id', 'elements']);
  const elements = checkList(problems, `${path}/elements`, block.elements, { max });
  checkElementRow(problems, `${path}/elements`, elements, place);
}
