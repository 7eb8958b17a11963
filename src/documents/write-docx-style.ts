import { type IFontAttributesProperties, type IStylesOptions, LineRuleType } from 'docx';
import type { Locale } from '../i18n/locale.ts';

/** Of GB/T 9704-2012: text area 156 × 225 mm on A4, 22 lines of 28 characters. In twentieths of a point. */
const MM = 1440 / 25.4;
export const PAGE = {
  size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
  margin: {
    top: Math.round(37 * MM),
    left: Math.round(28 * MM),
    right: Math.round(26 * MM),
    bottom: Math.round(35 * MM),
    // The number of the page stands 7 mm below the text.
    header: Math.round(20 * MM),
    footer: Math.round(26 * MM),
  },
} as const;
export const TEXT_WIDTH = PAGE.size.width - PAGE.margin.left - PAGE.margin.right;
/** On the long side of the paper, bound at its top. */
export const WIDE_MARGIN = {
  ...PAGE.margin,
  top: PAGE.margin.left,
  right: PAGE.margin.top,
  bottom: PAGE.margin.right,
  left: PAGE.margin.bottom,
  header: Math.round(12 * MM),
  footer: Math.round(15 * MM),
} as const;
export const WIDE_WIDTH = PAGE.size.height - WIDE_MARGIN.left - WIDE_MARGIN.right;

/** 225 mm in 22 lines; in a grid of characters some programs spread them, so these are only set closer. */
export const LINE = Math.round((225 * MM) / 22);
export const GRID = { type: 'lines', linePitch: LINE } as const;
/** 3号, in points, and how much closer its characters stand, in twentieths of a point: 28 of them fill 156 mm. */
const BODY = 16;
const CLOSER = -5;
/** One character of the text. */
export const CHARACTER = BODY * 20;

/** In half points: 2号, 3号, 4号, 小五 and what stands below tables. */
export const SIZES = {
  title: 44,
  body: BODY * 2,
  page: 28,
  table: 21,
  wide: 18,
  narrow: 14,
  note: 21,
} as const;

export type Fonts = Readonly<Record<'body' | 'title' | 'black' | 'kai' | 'song', IFontAttributesProperties>>;

const LATIN = 'Times New Roman';

/** Named, never embedded. What both scripts have, such as “ and …, is of the font of the paper's language. */
function fontsOf(locale: Locale): Fonts {
  const font = (eastAsia: string) => {
    return { ascii: LATIN, hAnsi: locale === 'zh' ? eastAsia : LATIN, cs: LATIN, eastAsia };
  };
  return {
    body: font('仿宋_GB2312'),
    title: font('方正小标宋简体'),
    black: font('黑体'),
    kai: font('楷体_GB2312'),
    song: font('宋体'),
  };
}

export const FONTS: Readonly<Record<Locale, Fonts>> = { zh: fontsOf('zh'), en: fontsOf('en') };

/** What is taken where a font isn't there: its other names, then those that other systems have. */
const FALLBACKS: readonly [string, string][] = [
  ['仿宋_GB2312', 'FangSong_GB2312,FangSong,仿宋,STFangsong,Noto Serif CJK SC'],
  ['方正小标宋简体', 'FZXiaoBiaoSong-B05S,STZhongsong,华文中宋,SimSun,Noto Serif CJK SC'],
  ['黑体', 'SimHei,STHeiti,Microsoft YaHei,Noto Sans CJK SC'],
  ['楷体_GB2312', 'KaiTi_GB2312,KaiTi,楷体,STKaiti,Noto Serif CJK SC'],
  ['宋体', 'SimSun,STSong,Noto Serif CJK SC'],
];

/** For `word/fontTable.xml`, which has none as it is written. */
export function writeFallbacks(fontTable: string): string {
  const fonts = FALLBACKS.map(
    ([name, others]) => `<w:font w:name="${name}"><w:altName w:val="${others}"/></w:font>`,
  ).join('');
  return fontTable.replace(/\/>\s*$/, `>${fonts}</w:fonts>`);
}

const heading = (font: IFontAttributesProperties) => ({
  run: { font, size: SIZES.body, color: '000000', bold: false, italics: false },
  paragraph: { indent: { firstLine: 2 * CHARACTER }, keepNext: true },
});

export function stylesFor(locale: Locale): IStylesOptions {
  const fonts = FONTS[locale];
  return {
    default: {
      document: {
        run: { font: fonts.body, size: SIZES.body, ...(locale === 'zh' ? { characterSpacing: CLOSER } : {}) },
        paragraph: { spacing: { line: LINE, lineRule: LineRuleType.EXACT } },
      },
      heading1: heading(fonts.black),
      heading2: heading(fonts.kai),
      heading3: heading(fonts.body),
    },
  };
}
