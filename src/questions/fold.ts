/** Traditional characters, as far as the programme's own words are made of them. */
const TRADITIONAL =
  '義診專報務團講醫學區縣東麗濱漢寧靜薊寶紅橋開發達與領認個單歷數術難題協議業農們檢會資訓養來後時間從過幾誰處沒還無統計總轉項經濟體衛環類條線關鍵師劃對應該書動為創療聽眾員萬億戶鎮鄉莊島驗證聯絡';
const SIMPLIFIED =
  '义诊专报务团讲医学区县东丽滨汉宁静蓟宝红桥开发达与领认个单历数术难题协议业农们检会资训养来后时间从过几谁处没还无统计总转项经济体卫环类条线关键师划对应该书动为创疗听众员万亿户镇乡庄岛验证联络';

const SIMPLE = new Map([...TRADITIONAL].map((char, i) => [char, [...SIMPLIFIED][i] ?? char]));

/** Marks that part words and say nothing; a point or stroke between digits belongs to a date. */
const MARKS = /(?<!\d)[.,/]|[.,/](?!\d)|[^\p{L}\p{N}\s·.,/~-]/gu;

/**
 * As a question is read: one width and case, simplified characters, one space between words. For comparing alone: what
 * people typed is shown as they typed it.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u4e00-\u9fff]/g, (char) => SIMPLE.get(char) ?? char)
    .replace(/(?<=[a-z])['’]s?(?![a-z])/g, '')
    .replace(/(?<!截)[〜~–—－至到]+(?=\s*[\d一二三四五六七八九十今本上下第q])/g, '~')
    .replace(MARKS, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
