/** Screen and paper: A4 with the margins of GB/T 9704, wide tables on its long side, nothing from anywhere else. */
export const PRINT_STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#f3f4f6;color:#000;font:16pt/29pt "FangSong_GB2312","仿宋_GB2312","FangSong","STFangsong","Noto Serif CJK SC","Songti SC","Times New Roman",serif}
main,.annex{max-width:210mm;margin:8mm auto;padding:37mm 26mm 35mm 28mm;background:#fff;overflow-wrap:anywhere}
.annex.wide{max-width:297mm;padding:28mm 37mm 26mm 35mm}
h1{font:400 22pt/1.5 "FZXiaoBiaoSong-B05S","方正小标宋简体","STZhongsong","SimSun","Songti SC","Noto Serif CJK SC",serif;text-align:center;margin:0 0 12pt}
h2,h3,h4{font-size:16pt;line-height:29pt;font-weight:400;margin:0;text-indent:2em;break-after:avoid}
h2,.mark,.annex-no{font-family:"SimHei","黑体","STHeiti","PingFang SC","Noto Sans CJK SC",sans-serif}
h3,.asof{font-family:"KaiTi_GB2312","楷体_GB2312","KaiTi","STKaiti","Noto Serif CJK SC",serif}
p{margin:0;text-indent:2em}
.number,.asof{text-align:center;text-indent:0}
.asof{margin-bottom:14pt}
.sign{text-align:right;text-indent:0;break-inside:avoid;margin-top:29pt}
.sign p{text-indent:0;padding-right:4em}
.annex-no,.annex h1+p{text-indent:0}
ol.annexes{list-style:none;margin:14pt 0 0;padding:0 0 0 5em;text-indent:-3em}
table{border-collapse:collapse;width:100%;table-layout:fixed;font-size:10.5pt;line-height:1.35;margin:4pt 0}
.wide table{font-size:9pt}
caption{font-size:14pt;line-height:1.5;text-align:center;break-after:avoid}
th,td{border:.5pt solid #000;padding:2pt 3pt;text-align:start;vertical-align:middle;font-weight:400;overflow-wrap:anywhere;white-space:pre-line}
thead th{text-align:center;font-family:"SimHei","黑体","STHeiti","PingFang SC","Noto Sans CJK SC",sans-serif}
table.form{font-size:12pt}
table.form th{text-align:start}
table.form td{height:29pt}
td.n{text-align:center}
figure{margin:8pt 0;text-align:center;break-inside:avoid}
figure svg{width:30mm}
figcaption{font-size:10.5pt;line-height:1.5}
thead{display:table-header-group}
tr{break-inside:avoid}
.note{font-size:10.5pt;line-height:1.5;text-indent:0}
.mark{position:absolute;right:8mm;top:8mm;font-size:16pt}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@page wide{size:A4 landscape;margin:28mm 37mm 26mm 35mm}
@page:right{@bottom-right{content:"— " counter(page) " —";font:14pt SimSun,serif}}
@page:left{@bottom-left{content:"— " counter(page) " —";font:14pt SimSun,serif}}
@media print{
body{background:#fff}
main,.annex,.annex.wide{max-width:none;margin:0;padding:0}
.annex{break-before:page}
.wide{page:wide}
.mark{position:fixed;right:0;top:-12mm}
}
`;
