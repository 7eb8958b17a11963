/** Composition objects: options, option groups, confirmation dialogs, images. */
import {
  checkFields,
  checkList,
  checkOneOf,
  checkString,
  checkText,
  checkUrl,
  type Fields,
  isFields,
  type Problems,
  report,
} from './problems.ts';

export interface OptionRule {
  max: number;
  min?: number;
  /** Menus show plain text only; check boxes and radio buttons may show mrkdwn. */
  plainOnly?: boolean;
  isOverflow?: boolean;
}

/** A list of options with distinct values; returns those that are objects. */
export function checkOptions(problems: Problems, path: string, value: unknown, rule: OptionRule): Fields[] {
  const options = checkList(problems, path, value, { min: rule.min, max: rule.max });
  const values = new Set<unknown>();
  options.forEach((option, index) => {
    checkOption(problems, `${path}/${index}`, option, rule);
    if (!isFields(option)) return;
    if (values.has(option.value)) report(problems, path, `duplicate option value: ${String(option.value)}`);
    values.add(option.value);
  });
  return options.filter(isFields);
}

function checkOption(problems: Problems, path: string, option: unknown, rule: OptionRule) {
  if (!isFields(option)) return report(problems, path, 'must provide an object');
  checkFields(problems, path, option, ['text', 'value', 'description', ...(rule.isOverflow ? ['url'] : [])]);
  checkText(problems, `${path}/text`, option.text, { required: true, max: 75, plainOnly: rule.plainOnly });
  checkString(problems, `${path}/value`, option.value, { required: true, max: 75 });
  checkText(problems, `${path}/description`, option.description, { max: 75, plainOnly: rule.plainOnly });
  checkUrl(problems, `${path}/url`, option.url);
}

/** Options or option groups, one of the two; returns all options there are. */
export function checkMenu(problems: Problems, path: string, menu: Fields): Fields[] {
  if ((menu.options === undefined) === (menu.option_groups === undefined)) {
    report(problems, path, 'must provide either options or option_groups');
    return [];
  }
  if (menu.options !== undefined)
    return checkOptions(problems, `${path}/options`, menu.options, { max: 100, plainOnly: true });
  const groups = checkList(problems, `${path}/option_groups`, menu.option_groups, { max: 100 });
  return groups.flatMap((group, index) => {
    const at = `${path}/option_groups/${index}`;
    if (!isFields(group)) {
      report(problems, at, 'must provide an object');
      return [];
    }
    checkText(problems, `${at}/label`, group.label, { required: true, max: 75, plainOnly: true });
    return checkOptions(problems, `${at}/options`, group.options, { max: 100, plainOnly: true });
  });
}

/** An initial option must equal one of the options, text and all. */
export function checkInitial(problems: Problems, path: string, initial: unknown, options: Fields[]): void {
  if (initial === undefined) return;
  for (const one of Array.isArray(initial) ? initial : [initial]) {
    const twin = isFields(one) ? options.find(({ value }) => value === one.value) : undefined;
    if (!twin || !sameText(twin.text, isFields(one) ? one.text : undefined))
      report(problems, path, 'initial option must be one of the options');
  }
  if (Array.isArray(initial) && initial.length === 0) report(problems, path, 'no fewer than 1 items allowed');
}

function sameText(left: unknown, right: unknown): boolean {
  return isFields(left) && isFields(right) && left.text === right.text && left.type === right.type;
}

/** A confirmation dialog: all four texts. */
export function checkConfirm(problems: Problems, path: string, confirm: unknown) {
  if (confirm === undefined) return;
  if (!isFields(confirm)) return report(problems, path, 'must provide an object');
  checkFields(problems, path, confirm, ['title', 'text', 'confirm', 'deny', 'style']);
  checkText(problems, `${path}/title`, confirm.title, { required: true, max: 100, plainOnly: true });
  checkText(problems, `${path}/text`, confirm.text, { required: true, max: 300 });
  checkText(problems, `${path}/confirm`, confirm.confirm, { required: true, max: 30, plainOnly: true });
  checkText(problems, `${path}/deny`, confirm.deny, { required: true, max: 30, plainOnly: true });
  checkOneOf(problems, `${path}/style`, confirm.style, ['primary', 'danger']);
}

/** What image blocks and image elements share. */
export function checkImage(problems: Problems, path: string, image: Fields): void {
  checkString(problems, `${path}/alt_text`, image.alt_text, { required: true, max: 2000 });
  if ((image.image_url === undefined) === (image.slack_file === undefined))
    report(problems, path, 'must provide either image_url or slack_file');
  checkUrl(problems, `${path}/image_url`, image.image_url);
  if (image.slack_file === undefined) return;
  const file = image.slack_file;
  if (!isFields(file) || (file.id === undefined) === (file.url === undefined))
    report(problems, `${path}/slack_file`, 'must provide either id or url');
}

/** An image element, as in a context block, an accessory or a card. */
export function checkImageElement(problems: Problems, path: string, image: unknown) {
  if (!isFields(image)) return report(problems, path, 'must provide an object');
  if (image.type !== 'image') report(problems, `${path}/type`, `unsupported type: ${String(image.type)}`);
  checkFields(problems, path, image, ['type', 'alt_text', 'image_url', 'slack_file']);
  checkImage(problems, path, image);
}
