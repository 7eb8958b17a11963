/** The structure of rich text. */
import {
  checkBoolean,
  checkFields,
  checkInteger,
  checkList,
  checkOneOf,
  checkString,
  checkUrl,
  type Fields,
  isFields,
  type Problems,
  report,
} from './problems.ts';

const STYLES = ['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'client_highlight', 'unlink'];

const LEAVES: Record<string, readonly string[]> = {
  text: ['text'],
  link: ['url', 'text', 'unsafe'],
  user: ['user_id'],
  usergroup: ['usergroup_id'],
  channel: ['channel_id'],
  team: ['team_id'],
  broadcast: ['range'],
  emoji: ['name', 'unicode', 'url', 'skin_tone'],
  color: ['value'],
  date: ['timestamp', 'format', 'url', 'fallback'],
};

/** A rich_text block: sections, lists, quotes and preformatted text, one level deep. */
export function checkRichText(problems: Problems, path: string, block: unknown) {
  if (!isFields(block)) return report(problems, path, 'must provide an object');
  if (block.type !== 'rich_text')
    return report(problems, `${path}/type`, `unsupported type: ${String(block.type)}`);
  checkFields(problems, path, block, ['type', 'block_id', 'elements']);
  const elements = checkList(problems, `${path}/elements`, block.elements, { max: 1000 });
  elements.forEach((element, index) => {
    checkPart(problems, `${path}/elements/${index}`, element);
  });
}

function checkPart(problems: Problems, path: string, part: unknown) {
  if (!isFields(part)) return report(problems, path, 'must provide an object');
  const elements = checkList(problems, `${path}/elements`, part.elements, { min: 0, max: 1000 });
  if (part.type === 'rich_text_list') {
    checkFields(problems, path, part, ['type', 'elements', 'style', 'indent', 'offset', 'border']);
    if (part.style === undefined) report(problems, path, 'missing required field: style');
    checkOneOf(problems, `${path}/style`, part.style, ['bullet', 'ordered']);
    checkInteger(problems, `${path}/indent`, part.indent, { min: 0, max: 8 });
    elements.forEach((item, index) => {
      const at = `${path}/elements/${index}`;
      if (!isFields(item) || item.type !== 'rich_text_section')
        report(problems, at, 'must be a rich_text_section');
      else checkPart(problems, at, item);
    });
    return;
  }
  const kinds = ['rich_text_section', 'rich_text_quote', 'rich_text_preformatted'];
  if (!kinds.includes(String(part.type)))
    return report(problems, `${path}/type`, `unsupported type: ${String(part.type)}`);
  const extra = part.type === 'rich_text_section' ? [] : ['border', 'language'];
  checkFields(problems, path, part, ['type', 'elements', ...extra]);
  elements.forEach((leaf, index) => {
    checkLeaf(problems, `${path}/elements/${index}`, leaf, part.type === 'rich_text_preformatted');
  });
}

function checkLeaf(problems: Problems, path: string, leaf: unknown, isPreformatted: boolean) {
  if (!isFields(leaf)) return report(problems, path, 'must provide an object');
  const known = LEAVES[String(leaf.type)];
  if (!known || (isPreformatted && leaf.type !== 'text' && leaf.type !== 'link'))
    return report(problems, `${path}/type`, `unsupported type: ${String(leaf.type)}`);
  checkFields(problems, path, leaf, ['type', 'style', ...known]);
  checkStyle(problems, `${path}/style`, leaf.style);
  checkLeafValue(problems, path, leaf);
}

function checkStyle(problems: Problems, path: string, style: unknown) {
  if (style === undefined) return;
  if (!isFields(style)) return report(problems, path, 'must provide an object');
  checkFields(problems, path, style, STYLES);
  for (const [name, value] of Object.entries(style)) checkBoolean(problems, `${path}/${name}`, value);
}

function checkLeafValue(problems: Problems, path: string, leaf: Fields): void {
  const required = { required: true };
  if (leaf.type === 'text') checkString(problems, `${path}/text`, leaf.text, required);
  else if (leaf.type === 'link') {
    checkString(problems, `${path}/url`, leaf.url, required);
    checkUrl(problems, `${path}/url`, leaf.url);
  } else if (leaf.type === 'date') {
    if (!Number.isInteger(leaf.timestamp)) report(problems, `${path}/timestamp`, 'must provide an integer');
    checkString(problems, `${path}/format`, leaf.format, required);
    checkUrl(problems, `${path}/url`, leaf.url);
  } else if (leaf.type === 'broadcast') {
    checkOneOf(problems, `${path}/range`, leaf.range ?? null, ['here', 'channel', 'everyone']);
  } else if (leaf.type === 'emoji') checkString(problems, `${path}/name`, leaf.name, required);
  else if (leaf.type === 'color') checkString(problems, `${path}/value`, leaf.value, required);
  else checkString(problems, `${path}/${leaf.type}_id`, leaf[`${leaf.type}_id`], required);
}
