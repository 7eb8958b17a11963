import nzh from 'nzh/cn';

export type QuantityFault =
  | 'empty'
  | 'not_a_number'
  | 'not_whole'
  | 'negative'
  | 'too_large'
  /** More than one reading ("2-3", 十几, 1,20): ask back. */
  | 'ambiguous';
export type Quantity =
  | { ok: true; value: number; approximate: boolean }
  | { ok: false; reason: QuantityFault };

const LONGEST_TEXT = 64;
/** Fits a 32-bit integer column and leaves room for sums. */
const LARGEST = 999_999_999;

const DIGITS = '一二三四五六七八九';
const NUMERAL = '[〇零一二三四五六七八九十百千万亿]+';
const SCALES: readonly (readonly [string, number])[] = [
  ['亿', 1e8],
  ['万', 1e4],
  ['千', 1e3],
  ['百', 100],
  ['十', 10],
];

const BEFORE_APPROXIMATE =
  /^(?:大约|大概|约有|约|将近|近|超过|超|不少于|不低于|至少|最少|不超过|至多|最多|上(?=[百千万亿])|过(?=[百千万亿])|about|around|approx(?:imately)?\.?|over|at least|up to|nearly|[~≈≥≤><])/;
const AFTER_APPROXIMATE = /(?:左右|上下|以上|以下|以内|\+|or so)$/;
const RANGE = /[\d一二三四五六七八九十百千万亿个人](?:-|–|—|~|〜|至|到|或)+[\d一二三四五六七八九十]/;
const VAGUE =
  /几|若干|多少|数(?:[十百千万亿]|$)|^(?:some|several|many|a few)|[一二三四五六七八九]{2}|\d\s+\d/;
const NOTHING = /^(?:无|没有|none|nil)$/;

const MONEY = '元|块钱|块|圆|yuan|rmb|cny';
const MEASURES =
  '人次|个半?月|个|名|人|位|家|场次|场|项|份|例|次|条|篇|天|日|小时|课时|学时|户|台|件|亩|头|只|本|册|张|期|种|间|所|村|对|组|批|周|年|月|台次|person-times|persons?|people|times|experts?|hours?|days?|cases?|lectures?';
const HALVES = new RegExp(`^(.+?)(${MEASURES})半(?:${MEASURES}|天|小时)?$`);
const SHAPE = new RegExp(
  `^(?:[¥\\uffe5]|rmb|cny|人民币)?([\\d.,〇零${DIGITS}十百千万亿]+|\\d[\\d.,]*(?:k|w|thousand|million))(余|多|来)?([十百千万亿]*)(?:(${MONEY}|${MEASURES})(余|多)?((?!.*[〇零${DIGITS}十百千万亿半点约元])\\p{Script=Han}{0,6}))?$`,
  'u',
);
const LATIN_SCALES: Record<string, string> = { k: '千', w: '万', thousand: '千', million: '百万' };

/** Full-width ASCII and the ideographic space become their usual forms; nothing else is changed. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

/** A numeral without unit: 二十, 两百, 廿三, 一百二 (= 120), 二〇一三; null when it is not one. Ambiguous ones (三五) are null too. */
export function chineseToNumber(text: string): number | null {
  let numeral = text
    .replaceAll('廿', '二十')
    .replaceAll('卅', '三十')
    .replace(/[两俩]/g, '二')
    .replaceAll('〇', '零');
  if (!new RegExp(`^${NUMERAL}$`).test(numeral)) return null;
  if (/^[零一二三四五六七八九]+$/.test(numeral) && numeral.length > 1) {
    if (!numeral.includes('零')) return null;
    return Number([...numeral].map((digit) => `零${DIGITS}`.indexOf(digit)).join(''));
  }
  numeral = numeral.replace(/^(?=[百千万亿])/, '一').replace(/(?<=[百千万亿零])十/g, '一十');
  const spoken = /([百千万亿])([一二三四五六七八九])$/.exec(numeral)?.[1];
  if (spoken) numeral += { 百: '十', 千: '百', 万: '千', 亿: '千万' }[spoken] ?? '';
  // The library skips what it does not know, so only a numeral that comes back the same was read right.
  const value = Number(nzh.decodeS(numeral));
  return nzh.encodeS(value) === numeral.replace(/^一十/, '十') ? value : null;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Digits, numerals or both (2.6万, 1亿2000万, 3千5); `'ambiguous'` for separators that group neither way. */
function readNumber(text: string): number | 'ambiguous' | null {
  if (/^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text)) return Number(text);
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''));
  if (/^[\d.]+,[\d.,]*$/.test(text)) return 'ambiguous';
  const spoken = chineseToNumber(text);
  if (spoken !== null) return spoken;
  for (const [scale, size] of SCALES) {
    const at = text.indexOf(scale);
    if (at < 1) continue;
    const head = readNumber(text.slice(0, at));
    const rest = text.slice(at + 1).replace(/^[零〇]/, '');
    if (typeof head !== 'number') return head;
    if (size < 1e4 && !/^[\d.]+$/.test(text.slice(0, at))) return null;
    if (size < 1e3 && head >= 10) return null;
    if (rest === '') return tidy(head * size);
    const tail = /^[\d一二三四五六七八九]$/.test(rest) && !/[零〇]/.test(text) ? size / 10 : 1;
    const small = readNumber(rest);
    if (typeof small !== 'number') return small;
    return Number.isInteger(head) && small * tail < size ? tidy(head * size + small * tail) : null;
  }
  return null;
}

function refuse(reason: QuantityFault): Quantity {
  return { ok: false, reason };
}

type Read = { value: number; approximate: boolean; unit: string; scaled: boolean };

/** One to twelve; larger numbers are written in digits. */
const ENGLISH = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

function readQuantity(raw: string): Read | QuantityFault {
  if (raw.length > LONGEST_TEXT * 4) return 'not_a_number';
  let text = toHalfWidth(raw).trim().toLowerCase();
  if (text === '') return 'empty';
  if (text.length > LONGEST_TEXT) return /^\d+$/.test(text) ? 'too_large' : 'not_a_number';
  if (NOTHING.test(text)) return { value: 0, approximate: false, unit: '', scaled: false };

  const minus = /^[-−–—负]/.exec(text);
  if (minus) return typeof readQuantity(text.slice(1)) === 'string' ? 'not_a_number' : 'negative';

  text = text
    .replace(/^[a-z]+(?=\b)/, (word) => (ENGLISH.includes(word) ? String(ENGLISH.indexOf(word) + 1) : word))
    .replace(/[两俩]/g, '二')
    .replaceAll('廿', '二十')
    .replaceAll('卅', '三十')
    .replaceAll('〇', '零');
  const stripped = text
    .replace(/^\+/, '')
    .replace(BEFORE_APPROXIMATE, '')
    .trim()
    .replace(AFTER_APPROXIMATE, '');
  const approximate = stripped !== text.replace(/^\+/, '').trim();
  const positional = /^[零一二三四五六七八九]*零[零一二三四五六七八九]*$/.test(stripped);
  if (RANGE.test(stripped) || (VAGUE.test(stripped) && !positional)) return 'ambiguous';
  text = stripped
    .replace(/\s+/g, '')
    .replace(/([零一二三四五六七八九十]+)点([零一二三四五六七八九]+)/, (_, whole: string, part: string) => {
      return `${chineseToNumber(whole) ?? whole}.${[...part].map((digit) => `零${DIGITS}`.indexOf(digit)).join('')}`;
    });

  if (new RegExp(`^半(?:${MEASURES})?$`).test(text)) {
    return { value: 0.5, approximate, unit: '', scaled: false };
  }
  const half = HALVES.exec(text);
  if (half?.[1]) {
    const whole = readNumber(half[1]);
    return typeof whole === 'number'
      ? { value: whole + 0.5, approximate, unit: half[2] ?? '', scaled: false }
      : (whole ?? 'not_a_number');
  }
  return readShape(text, approximate);
}

function readShape(text: string, approximate: boolean): Read | QuantityFault {
  const shape = SHAPE.exec(text);
  if (!shape) return 'not_a_number';
  const [, number = '', more, scale = '', unit = '', moreAfter] = shape;
  const written = number.replace(/[a-z]+$/, (latin) => LATIN_SCALES[latin] ?? '') + scale;
  const value = readNumber(written);
  if (typeof value !== 'number') return value ?? 'not_a_number';
  const money = /^(?:[¥\uffe5]|rmb|cny|人民币)/.test(text) ? '元' : unit;
  return {
    value,
    approximate: approximate || Boolean(more ?? moreAfter),
    unit: money,
    scaled: /[万亿千]/.test(written),
  };
}

/**
 * A whole number ≥ 0 as people write it: 30人次, 1,200, 两, 二十, 一百二, 2.6万, 70余个 (`approximate`). The unit word is not judged.
 * Refuses what has two readings (2-3, 两三个, 十几) with `ambiguous`, so that the form can ask back.
 */
export function parseCount(text: string): Quantity {
  const figure = parseFigure(text);
  return figure.ok && !Number.isInteger(figure.value) ? refuse('not_whole') : figure;
}

/**
 * A number ≥ 0, decimals allowed: 半天 is 0.5, 1天半 is 1.5. With `unit: 'wan'` the answer is in 10,000 CNY: 80 and 80万元 and
 * 800000元 are 80; 1.2亿 is 12000; 5千 without 元 is `ambiguous`.
 */
export function parseFigure(text: string, { unit }: { unit?: 'wan' } = {}): Quantity {
  const read = readQuantity(text);
  if (typeof read === 'string') return refuse(read);
  let { value } = read;
  if (unit === 'wan') {
    const money = new RegExp(`^(?:${MONEY})$`).test(read.unit);
    if (read.unit !== '' && !money) return refuse('not_a_number');
    if (read.scaled && !money && !/[万亿w]|million/i.test(toHalfWidth(text))) return refuse('ambiguous');
    if (money || read.scaled) value = tidy(value / 10_000);
  }
  return value > LARGEST ? refuse('too_large') : { ok: true, value, approximate: read.approximate };
}
