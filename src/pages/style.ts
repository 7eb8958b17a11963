/** For a phone, in one hand, in the sun: large, dark on light, nothing beside anything. Whole pages of A4 on paper. */
export const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#f4f5f7;color:#14181f;font:18px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:40rem;margin:0 auto;padding:20px 16px 48px;background:#fff;min-height:100vh}
h1{font-size:24px;line-height:1.35;margin:0 0 12px}
h2{font-size:20px;margin:28px 0 8px}
p{margin:0 0 12px}
dl{margin:0 0 20px;border-top:1px solid #c9ced6}
dl>div{padding:8px 0;border-bottom:1px solid #c9ced6}
dt{font-size:16px;color:#4a5260}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
h1,p,li,label,button{overflow-wrap:anywhere}
form{margin:0}
label{display:block;font-weight:600;margin:0 0 6px}
textarea{display:block;width:100%;min-height:96px;padding:12px;font:inherit;color:inherit;background:#fff;border:2px solid #5b6472;border-radius:8px}
input{display:block;width:100%;min-height:56px;padding:12px;font:inherit;color:inherit;background:#fff;border:2px solid #5b6472;border-radius:8px}
button{display:block;width:100%;min-height:56px;margin:12px 0;padding:12px 16px;font:inherit;font-weight:600;border-radius:10px;border:2px solid #14181f;background:#fff;color:#14181f;cursor:pointer}
button.yes{background:#0b5a32;border-color:#0b5a32;color:#fff}
button.no{border-color:#9b1c1c;color:#9b1c1c}
:focus-visible{outline:4px solid #1a56db;outline-offset:3px}
fieldset{margin:28px 0 0;padding:16px 0 0;border:0;border-top:1px solid #c9ced6;min-width:0}
legend{float:left;width:100%;padding:0;margin:0 0 12px;font-size:20px;font-weight:600}
legend+*{clear:both}
.note{color:#4a5260;font-size:16px}
.wrong a{color:inherit}
.wrong p{margin:0}
.wrong{border:2px solid #9b1c1c;border-radius:8px;background:#fdf3f3;color:#7f1515;padding:12px;margin:0 0 16px}
textarea[aria-invalid],input[aria-invalid]{border-color:#9b1c1c}
.qr{display:block;width:60mm;height:60mm;margin:12px 0}
.address{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:16px;overflow-wrap:anywhere}
@page{size:A4;margin:18mm}
@media print{body{background:#fff;font-size:12pt}main{max-width:none;min-height:0;padding:0}.qr,dl>div{break-inside:avoid}}
`;
