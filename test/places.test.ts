import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as catalogue from '../src/programme/catalogue.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import {
  DISTRICTS,
  districtChoice,
  districtName,
  findDistrict,
  SYSTEMS,
  systemName,
} from '../src/programme/places.ts';

function slugsOf(text: string): string {
  const found = findDistrict(text);
  if (found.kind === 'none') return 'none';
  return found.kind === 'one' ? found.slug : `? ${found.slugs.join(' ')}`;
}

describe('districts', () => {
  test('When the notice is sent out, Then 16 districts and 11 systems are addressed', () => {
    expect(new Set(DISTRICTS.map((one) => one.slug)).size).toBe(16);
    expect(new Set(SYSTEMS.map((one) => one.slug)).size).toBe(11);
    expect(systemName('soe', 'en')).toBe('State-owned enterprises');
  });

  test.each([
    [2013, 'zh', '蓟县'],
    [2015, 'zh', '蓟县'],
    [2016, 'zh', '蓟州区'],
    [2013, 'en', 'Ji County (Jixian)'],
    [2026, 'en', 'Jizhou District'],
  ] as const)('When the programme year is %i, Then jizhou is called (%s) %s', (year, locale, name) => {
    expect(districtName('jizhou', locale, year)).toBe(name);
  });

  test('When a district is chosen from a list, Then the names people still use find it there, and in typed text', () => {
    const offered = (locale: 'zh' | 'en', year: number) =>
      new Map(DISTRICTS.map((one) => [one.slug, districtChoice(one, locale, year)]));
    expect(offered('zh', 2013).get('binhai')).toBe('滨海新区（塘沽、汉沽、大港）');
    expect(offered('en', 2013).get('binhai')).toBe('Binhai New Area (Tanggu, Hangu, Dagang)');
    expect(offered('zh', 2013).get('jizhou')).toBe('蓟县');
    expect(offered('en', 2013).get('jizhou')).toBe('Ji County (Jixian)');
    expect(offered('zh', 2026).get('jizhou')).toBe('蓟州区（蓟县）');
    expect(offered('en', 2026).get('jizhou')).toBe('Jizhou District (Ji County)');
    expect(offered('zh', 2026).get('heping')).toBe('和平区');
    // The same table reads what is typed.
    for (const one of DISTRICTS)
      for (const locale of ['zh', 'en'] as const)
        for (const name of [...districtChoice(one, locale, 2026).matchAll(/[^（）、(), ][^（）、(),]*/gu)])
          expect(findDistrict(name[0].trim()), name[0]).toMatchObject({ slug: one.slug });
  });

  test('When a slug is unknown, Then it stands for itself', () => {
    expect(districtName('atlantis', 'zh', 2013)).toBe('atlantis');
    expect(systemName('atlantis', 'zh')).toBe('atlantis');
  });

  test('When any name of any year or an alias is written, Then the district is found', () => {
    for (const one of DISTRICTS) {
      for (const name of [one.zh_2013, one.zh_today, one.en_2013, one.en_today, ...one.aliases]) {
        for (const text of [name, ` ${name} `, name.toUpperCase(), [...name].join(' ')]) {
          expect([text, slugsOf(text)]).toEqual([text, one.slug]);
        }
        if (/^\p{Script=Han}+$/u.test(name) && !name.startsWith('天津')) {
          expect(slugsOf(`天津市${name}`)).toBe(one.slug);
        }
      }
    }
  });

  test.each([
    ['薊州區', 'jizhou'],
    ['靜海縣', 'jinghai'],
    ['濱海新區', 'binhai'],
    ['Jixian', 'jizhou'],
    ['\uff34\uff25\uff24\uff21', 'binhai'],
    ['西青\uff0c津南', '? xiqing jinnan'],
    ['塘沽、汉沽', 'binhai'],
    ['Nankai District, Tianjin', 'nankai'],
    ['天津市西青区杨柳青镇', 'xiqing'],
    ['西青区和平路', 'xiqing'],
    ['西青区和平安里', 'xiqing'],
    ['武清区河西务镇', 'wuqing'],
    ['天津河北', 'hebei'],
    ['Hebei, Tianjin', 'hebei'],
    ['河北', '? hebei'],
    ['Hebei', '? hebei'],
    ['西青、津南', '? xiqing jinnan'],
    ['西青区和津南区', '? xiqing jinnan'],
    ['西青和平', '? xiqing heping'],
    ['Xiqing and Jinnan', '? xiqing jinnan'],
    ['静海县、宁河县以及蓟县', '? jinghai ninghe jizhou'],
    ['河北省', 'none'],
    ['沈阳市和平区', 'none'],
    ['西青、石家庄', 'none'],
    ['开发区', 'none'],
    ['天津市', 'none'],
    ['全市', 'none'],
    ['ji', 'none'],
    ['', 'none'],
  ])('When a place is written %j, Then %s is found', (text, expected) => {
    expect(slugsOf(text)).toBe(expected);
  });

  test('When any text is given, Then nothing is thrown and every slug is a district', () => {
    const slugs = new Set<string>(DISTRICTS.map((one) => one.slug));
    const near = fc.array(
      fc.constantFrom('西青', '区', '和', '河北', '天津', '、', 'hexi', ' ', 'xian', '镇'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          near.map((all) => all.join('')),
        ),
        (text) => {
          const found = findDistrict(text);
          if (found.kind === 'one') expect(slugs.has(found.slug)).toBe(true);
          if (found.kind === 'several') expect(found.slugs.every((slug) => slugs.has(slug))).toBe(true);
        },
      ),
    );
  });
});

describe('what the notice fixes', () => {
  test('When a list is read, Then every id stands once and has a label in both languages', () => {
    const lists: readonly catalogue.Labelled[][] = Object.values(CATALOGUE);
    expect(lists).toHaveLength(12);
    for (const list of lists) {
      expect(new Set(list.map((item) => item.id)).size).toBe(list.length);
      expect(list.every((item) => item.zh !== '' && item.en !== '' && !('basis' in item))).toBe(true);
    }
  });

  test('When a line shows its first figures, Then all are figures of that line, four to six, in front', () => {
    for (const { id, first } of CATALOGUE.action_lines) {
      const all = catalogue.metricsOfLine(CATALOGUE, id).map((metric) => metric.key);
      expect(all.slice(0, first.length)).toEqual(first);
      expect(first.length).toBeGreaterThanOrEqual(4);
      expect(first.length).toBeLessThanOrEqual(6);
      expect(new Set(all)).toEqual(
        new Set(CATALOGUE.metrics.filter((one) => one.lines.includes(id)).map((one) => one.key)),
      );
    }
  });

  test('When a metric is counted, Then its family is one of the outcome families', () => {
    const families = catalogue.idsOf(CATALOGUE.outcome_families);
    expect(
      CATALOGUE.metrics.every((metric) => families.includes(metric.family) && metric.key === metric.id),
    ).toBe(true);
  });

  test.each([
    ['tech_sme', 'tech_sme'],
    ['park', 'tech_sme'],
    ['hospital', 'medical'],
    ['health_center', 'medical'],
    ['village', 'other'],
    ['institute', 'other'],
  ] as const)('When a %s asks, Then the line %s is proposed', (unitType, line) => {
    expect(catalogue.proposedFor(CATALOGUE, unitType)).toEqual({ line, form: 'service_team' });
  });

  test('When an id is unknown, Then it is named in words', () => {
    expect(catalogue.labelOf(CATALOGUE.forms, 'lecture', 'en')).toMatch(/lecture/);
    expect(catalogue.labelOf(CATALOGUE.forms, 'gone', 'zh')).toBe('其他（gone）');
  });
});
