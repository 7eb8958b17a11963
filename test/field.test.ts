/**
 * The field by which a need is matched with experts (decision 35): proposed from its words, settled by the coordinator on
 * publication. `needs-by-field.json` was written before the rule that proposes.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SEASON } from '../src/playground/season-data.ts';
import { proposeField } from '../src/programme/field.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import WRITTEN from './data/needs-by-field.json' with { type: 'json' };
import { type Desk, forgeClick, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { postNeed, publishNeed } from './helpers/need.ts';

const SILENT = { title: '', requirement: '', unit: '', description: '', outcome: '', unitType: undefined };

describe('the proposal', () => {
  test('When needs are written down to hold the rule against, Then together they are of every field of the year', () => {
    const fields = CATALOGUE.fields.map(({ id }) => id);
    expect(new Set(WRITTEN.map(({ field }) => field))).toEqual(new Set(fields));
    expect(WRITTEN).toHaveLength(20);
  });

  test('When a need says what it is about, Then its field is proposed for four of five needs of the season, and three of four written before the rule', () => {
    const season = SEASON.demands.map(({ need, details }) => {
      const said = (key: string) => String(need[key] ?? '');
      const proposal = proposeField(CATALOGUE, {
        title: said('title'),
        requirement: said('expert_requirement'),
        unit: said('unit_name'),
        description: said('description'),
        outcome: said('expected_outcome'),
        unitType: said('unit_type'),
      });
      return proposal?.field === details.field;
    });
    const written = WRITTEN.map(({ field, unitName, expertRequirement, ...said }) => {
      const proposal = proposeField(CATALOGUE, {
        ...SILENT,
        ...said,
        unit: unitName,
        requirement: expertRequirement,
      });
      return proposal?.field === field;
    });
    expect(season).toHaveLength(40);
    expect(season.filter(Boolean).length).toBeGreaterThanOrEqual(32);
    expect(written.filter(Boolean).length).toBeGreaterThanOrEqual(15);
  });

  test('When words decide, Then they are named as written, the most telling first; the kind of unit decides only without any', () => {
    const said = { ...SILENT, unitType: 'village' };
    expect(proposeField(CATALOGUE, said)).toEqual({ field: 'agri', words: [] });
    expect(proposeField(CATALOGUE, { ...said, title: '合同纠纷', description: '想请律师' })).toEqual({
      field: 'mgmt',
      words: ['合同纠纷', '律师'],
    });
    expect(proposeField(CATALOGUE, { ...said, title: 'Welding robots on our line' })?.words).toEqual([
      'Welding',
      'robots',
    ]);
    expect(proposeField(CATALOGUE, SILENT)).toBeUndefined();
  });

  test('When a year has a field of its own, Then it is found by its label; one that is off is not proposed', () => {
    const own = { id: 'ice', zh: '冰雪运动与赛道', en: 'Ice sports', off: false };
    const fields = [...CATALOGUE.fields.map((one) => ({ ...one, off: one.id === 'mgmt' })), own];
    expect(proposeField({ fields }, { ...SILENT, title: '冰雪运动教练' })?.field).toBe('ice');
    expect(proposeField({ fields }, { ...SILENT, title: '合同纠纷', unitType: 'school' })?.field).toBe('edu');
  });
});

describe('settling it', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  });
  afterEach(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  const stored = () => desk.db.selectFrom('demand').selectAll().orderBy('number', 'desc').executeTakeFirst();
  const answered = (user: string) => desk.as(user).ephemerals.at(-1)?.text;

  test('When a need comes without a field, Then the review proposes one and says why; publishing takes it, and the step back takes it away', async () => {
    const review = await postNeed(desk);
    expect(review.text).toContain('建议“装备制造与自动化”，因为写到：减速器、噪声');
    expect(review.blocks?.find(({ block_id }) => block_id === 'field')?.accessory).toMatchObject({
      type: 'static_select',
      initial_option: { value: 'equipment' },
    });

    await desk.as('U0BINHAI').press(review, 'publish_demand');
    await desk.settle();
    expect(await stored()).toMatchObject({ state: 'published', field: 'equipment' });
    expect(answered('U0BINHAI')).toContain('匹配专家的领域：装备制造与自动化');
    expect(desk.lastCard().text).toContain('装备制造与自动化');

    const said = desk.as('U0BINHAI').ephemerals.at(-1);
    if (!said) throw new Error('nobody was answered');
    await desk.as('U0BINHAI').press(said, 'undo');
    await desk.settle();
    expect(await stored()).toMatchObject({ state: 'submitted', field: null });
  });

  test('When the coordinator chooses another field, Then it counts, in English as well; what the year does not have leaves the proposal', async () => {
    await giveRole(desk, 'U0ALICE', { role: 'district', districts: ['wuqing'] });
    const wuqing = {
      unit_name: 'Liuhe Village',
      districts: ['wuqing'],
      expected_outcome: 'Healthy plants',
      title: 'Grey spots on tomatoes',
      description: 'In nine greenhouses.',
      expert_requirement: 'Any',
    };
    const review = await postNeed(desk, wuqing, { coordinator: 'U0ALICE' });
    expect(review.text).toContain('“Modern agriculture” is proposed, because it says: ');
    expect(review.text).toContain('greenhouses');
    await desk.as('U0ALICE').press(review, 'field', { value: 'env' });
    await desk.as('U0ALICE').press(review, 'publish_demand', { state: { field: { field: 'env' } } });
    await desk.settle();
    expect(await stored()).toMatchObject({ state: 'published', field: 'env' });
    expect(answered('U0ALICE')).toContain('Experts are matched by field: Environment and water resources.');

    const other = await postNeed(desk, { ...wuqing, title: 'Tomatoes' }, { coordinator: 'U0ALICE' });
    const unknown = {
      type: 'static_select',
      selected_option: { value: 'alchemy', text: { type: 'plain_text', text: 'x' } },
    };
    await desk
      .as('U0ALICE')
      .press(other, 'publish_demand', { state: { field: { field: unknown as never } } });
    await desk.settle();
    expect(await stored()).toMatchObject({ state: 'published', field: 'agri' });
  });

  test('When the poster has chosen a field, Then it stands unless the coordinator changes it; a press from elsewhere takes what is proposed', async () => {
    const chosen = await postNeed(desk, { field: 'chem' });
    expect(chosen.text).toContain('提出人或区县已选定。 建议“装备制造与自动化”');
    await desk.as('U0BINHAI').press(chosen, 'publish_demand');
    await desk.settle();
    expect(await stored()).toMatchObject({ state: 'published', field: 'chem' });

    await postNeed(desk, { title: '水稻育秧', expert_requirement: '水稻栽培', description: '育秧。' });
    await forgeClick(desk, 'U0BINHAI', 'publish_demand', (await stored())?.id ?? '');
    expect(await stored()).toMatchObject({ state: 'published', field: 'agri' });
  });

  test('When the district passes a need on to the bureau, Then the field that it chose stands there', async () => {
    await desk.db.updateTable('programme_year').set({ published_by: 'bureau' }).execute();
    const review = await postNeed(desk);
    await desk.as('U0BINHAI').press(review, 'publish_demand', { state: { field: { field: 'aero' } } });
    await desk.settle();
    const passed = desk.as('U0BUREAU').dms.at(-1);
    expect(passed?.blocks?.find(({ block_id }) => block_id === 'field')?.accessory).toMatchObject({
      initial_option: { value: 'aero' },
    });
    await desk.as('U0BUREAU').press(passed ?? review, 'publish_demand');
    await desk.settle();
    expect(await stored()).toMatchObject({ state: 'published', field: 'aero' });
  });

  test('When the coordinator acts alone on what is their own, Then what they chose counts after the second look', async () => {
    const review = await postNeed(
      desk,
      { districts: ['hedong'], on_behalf_of: 'U0BUREAU' },
      { poster: 'U0BUREAU', coordinator: 'U0BUREAU' },
    );
    const bureau = desk.as('U0BUREAU');
    await bureau.press(review, 'publish_demand', { state: { field: { field: 'chem' } } });
    await desk.settle();
    if ((await stored())?.state === 'published') throw new Error('nobody was asked whether they act alone');
    await bureau.submit({ confirm: ['yes'] });
    await desk.settle();
    expect(await stored()).toMatchObject({ state: 'published', field: 'chem' });
  });

  test('When a need is for any field, Then no expert misses it: the list says so and ranks it before the fields of others, and a round may ask whoever', async () => {
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME', field: 'newmat', services: [] });
    await registerVerified(desk, 'U0ZJ0007', { home_unit_user: 'U0HOME', field: 'mental', services: [] });
    await publishNeed(desk, { title: '土壤改良', field: 'agri', service_end: '2013-11-25' });
    const review = await postNeed(desk, { title: '一起想想办法', service_end: '2013-12-20' });
    await desk.as('U0BINHAI').press(review, 'publish_demand', { state: { field: { field: 'any' } } });
    await desk.settle();
    const demand = await stored();
    expect(demand).toMatchObject({ state: 'published', field: null });
    expect(desk.lastCard().text).toContain('专业领域  不限领域');

    const expert = desk.as('U0ZJ0007');
    await expert.command('/expert-claim');
    await desk.settle();
    const list = expert.ephemerals.at(-1)?.text ?? '';
    expect(list).toContain('不限领域 · 截止');
    expect(list.indexOf('一起想想办法')).toBeLessThan(list.indexOf('土壤改良'));

    await forgeClick(desk, 'U0BINHAI', 'ask_experts', demand?.id ?? '');
    const published = desk
      .as('U0BINHAI')
      .dms.findLast(({ blocks }) => JSON.stringify(blocks).includes('"ask_experts"'));
    if (!published) throw new Error('the coordinator has no published need');
    await desk.as('U0BINHAI').press(published, 'ask_experts');
    await desk.settle();
    const modal = JSON.stringify(desk.as('U0BINHAI').views.at(-1)?.blocks);
    expect(modal).toContain('何知远');
    expect(modal.split('不限领域')).toHaveLength(3);
  });
});
