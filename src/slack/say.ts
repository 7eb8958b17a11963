import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { type Message, plain } from './blocks.ts';

/** The few sentences that every room shares. */
export const say = wordsOf({
  zh: {
    app_name: '专家服务台',
    close: '关闭',
    cancel: '取消',
    back: '上一步',
    next: '下一步',
    next_page: '下一页',
    previous_page: '上一页',
    submit: '提交',
    saving_title: '正在保存',
    saving: '正在保存您填写的内容，请稍候……',
    not_saved: '没有保存成功。您填写的内容都在下面，请再提交一次。编号 {reference}',
    mend: '请先修改：{what}',
    deactivated: '这个账号已停用，不能再操作。',
    bots_do_not_act: '机器人账号不能在这里操作。',
    strangers_do_not_act: '只有本工作区的成员可以参加这项行动。',
    no_longer: '这个按钮已不再使用。请打开“专家服务台”的主页，或输入 /expert。',
    not_found: '没有找到这一项，它可能已被删除，或不属于本工作区。',
    not_yours: '这一步不由您来办：{who}。',
    already_done: '这一步已经办过了。',
  },
  en: {
    app_name: 'Expert Desk',
    close: 'Close',
    cancel: 'Cancel',
    back: 'Back',
    next: 'Next',
    next_page: 'Next page',
    previous_page: 'Previous page',
    submit: 'Submit',
    saving_title: 'Saving',
    saving: 'Saving what you filled in, one moment …',
    not_saved:
      'This was not saved. All that you filled in is below; please submit it again. Reference {reference}',
    mend: 'Please mend this first: {what}',
    deactivated: 'This account is deactivated and can no longer act.',
    bots_do_not_act: 'Bot accounts can not act here.',
    strangers_do_not_act: 'Only members of this workspace can take part in this programme.',
    no_longer: 'This button is no longer in use. Open the Home tab of Expert Desk, or type /expert.',
    not_found: 'This was not found: it may have been deleted, or it belongs to another workspace.',
    not_yours: 'This step is not yours: {who}.',
    already_done: 'This step was already done.',
  },
});

/** A small window with an answer, where there is no message to answer beside. */
export function noticeView({ blocks }: Message, locale: Locale): ModalView {
  return {
    type: 'modal',
    title: plain(say(locale, 'app_name'), 24),
    close: plain(say(locale, 'close'), 24),
    blocks,
  };
}
