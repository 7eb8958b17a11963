import { wordsOf } from '../i18n/words.ts';

/** Of links by which somebody without an account answers: what the rooms that are asked through them say of it. */
export const say = wordsOf({
  zh: {
    make_link: '生成答复链接',
    make_link_in_advance: '生成统一同意链接',
    make_title: '生成答复链接？',
    make_text: '对方不用 Slack，用手机打开链接即可答复。地址只显示一次；这件事此前的链接随即作废。',
    make_confirm: '生成',
    make_deny: '不生成',
    by_link: '{who} 所发链接的答复',
    other_date: '对方通过链接答复，希望另约时间：{text}',
  },
  en: {
    make_link: 'Make an answer link',
    make_link_in_advance: 'Link to agree in advance',
    make_title: 'Make an answer link?',
    make_text:
      'The other side needs no Slack: they answer on a phone. The address is shown once; an earlier link for the same request ends.',
    make_confirm: 'Make it',
    make_deny: 'Not now',
    by_link: 'answered by a link from {who}',
    other_date: 'They answered by a link and would like another date: {text}',
  },
});
