import { say as sayDemands } from '../../demands/words.ts';
import { say as sayDirectory } from '../../directory/words.ts';
import { say as sayRecorded } from '../../directory/words-recorded.ts';
import { asDistrict } from '../cells.ts';
import { type Column, columnOf } from '../columns.ts';
import { say } from '../words.ts';
import { districtList, one, SYSTEM_LIST, sample, several, UNIT_KINDS } from './choices.ts';
import type { Lists } from './columns-of.ts';

export function unitColumns({ catalogue: { unit_types }, year }: Lists): Column[] {
  const districts = districtList(year);
  return [
    columnOf(say, 'unit_name', {
      isRequired: true,
      aliases: ['名称', '单位', '受援单位', '派出单位', 'Unit', 'Name'],
      example: { zh: '【示例】滨海新区某镇卫生院', en: '[Example] Township hospital' },
    }),
    columnOf(say, 'unit_kind', {
      ...one(UNIT_KINDS),
      aliases: ['性质'],
      example: sample(UNIT_KINDS, 'host_unit'),
    }),
    columnOf(sayDemands, 'unit_type', {
      ...one(unit_types),
      aliases: ['类型'],
      example: sample(unit_types, ''),
    }),
    columnOf(say, 'district', {
      read: asDistrict,
      allowed: districts,
      aliases: ['所在区县', '区', 'Districts'],
      example: sample(districts, 'binhai'),
    }),
    columnOf(sayDirectory, 'system', { ...one(SYSTEM_LIST), aliases: ['系统'] }),
  ];
}

export function expertColumns({ catalogue }: Lists): Column[] {
  const { titles, categories, fields, need_types } = catalogue;
  return [
    columnOf(sayDirectory, 'name', {
      isRequired: true,
      aliases: ['专家姓名', '专家', 'Expert'],
      example: { zh: '【示例】张某某', en: '[Example] Zhang San' },
    }),
    columnOf(sayDirectory, 'employer', {
      isRequired: true,
      aliases: ['工作单位', '单位', '派出单位', '单位名称', 'Home unit', 'Unit'],
      example: { zh: '某大学', en: 'A university' },
    }),
    columnOf(sayDirectory, 'system', {
      ...one(SYSTEM_LIST),
      isRequired: true,
      aliases: ['系统'],
      example: sample(SYSTEM_LIST, 'education'),
    }),
    columnOf(sayDirectory, 'title', {
      ...one(titles),
      isRequired: true,
      aliases: ['专业技术职务', '职称级别', 'Title'],
      example: sample(titles, 'professor'),
    }),
    columnOf(sayDirectory, 'categories', { ...several(categories), aliases: ['类别'] }),
    columnOf(sayDirectory, 'field', {
      ...one(fields),
      isRequired: true,
      aliases: ['专业领域', '学科领域', '专业'],
      example: sample(fields, 'agri'),
    }),
    columnOf(sayDirectory, 'specialty', { aliases: ['专业特长', '研究方向', '特长'] }),
    columnOf(sayDirectory, 'services', { ...several(need_types), aliases: ['服务内容'] }),
    columnOf(sayDirectory, 'max_active_claims', { aliases: ['认领上限'] }),
    columnOf(sayDirectory, 'phone', {
      aliases: ['电话', '手机', '手机号码', '联系方式', 'Mobile', 'Telephone'],
      example: '022-0000-0000',
    }),
    columnOf(sayDirectory, 'home_unit_contact', { aliases: ['单位联系人', 'Contact'] }),
    columnOf(sayRecorded, 'evidence', { aliases: ['依据', 'Evidence'] }),
  ];
}
