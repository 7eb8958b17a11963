import { wordsOf } from '../i18n/words.ts';

export const say = wordsOf({
  zh: {
    export: '导出',
    handed: '这是您要的文件：{title}',
    below: '文件就在这条消息的回复里，只有您能看到。',
    fetch_label: '下载 {title}',
    once: '只能下载一次，{hours} 小时内有效；过后请重新取一份。',
    no_file: '本工作区还不能接收文件，内容写在这里。管理员可以在 /expert 设置 里看到缺少哪一项授权。',
    shown: '共 {n} 行，这里是第 {first}–{last} 行。',
    gone: '这份文件已经取走或过期，请在 Slack 里重新取一份。',
    gone_title: '文件不在了',
    slow_down: '请求太多，请稍后再试。',
  },
  en: {
    export: 'Export',
    handed: 'The file that you asked for: {title}',
    below: 'The file is in the reply to this message; you alone can see it.',
    fetch_label: 'Download {title}',
    once: 'It can be downloaded once, within {hours} {hours|hour|hours}; after that please ask for it again.',
    no_file:
      'This workspace can’t take files yet, so what it says stands here. Under /expert settings an admin sees which scope is missing.',
    shown: '{n} {n|row|rows} in all; here are rows {first}–{last}.',
    gone: 'This file was taken already or has expired. Please ask for it again in Slack.',
    gone_title: 'The file is gone',
    slow_down: 'Too many requests, please try again later.',
  },
});
