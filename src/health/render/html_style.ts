/** How the HTML report looks: like a printed sheet, in light and dark, on a telephone and on paper.
 *
 * @module
 */

/** A table as a list of cards, for pages too narrow for its columns: each value carries its label. */
function cards(table: string): string {
  return `
${table} thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
${table} tbody,${table} tr,${table} td,${table} tbody th{display:block}
${table} tr{border-top:1px solid var(--line);padding:.5rem 0}
${table} td,${table} tbody th{border:0;padding:.1rem 0;text-align:left!important;width:auto!important}
${table} td:empty{display:none}
${table} td[data-label]::before{content:attr(data-label) ": ";color:var(--soft);font-size:.85rem}
${table} td[data-label]>div{display:inline}
${table} td[data-label]>div+div::before{content:" "}
`;
}

/** The one style sheet. It names no outside asset. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fdfcfa;--ink:#1e1d1b;--soft:#5e5a54;--line:#ddd8d0;--panel:#f5f3ee;
--critical:#a61b16;--warning:#855000;--ok:#27674a;--unknown:#5d4488;--info:#2f577d;
--fill:#7b8b98;--track:#e6e2da}
@media (prefers-color-scheme:dark){:root{--paper:#181817;--ink:#e8e5df;--soft:#aaa59c;--line:#3a3833;
--panel:#21201e;
--critical:#ff8d84;--warning:#e6b357;--ok:#7fcaa3;--unknown:#bfa8ee;--info:#96bde8;
--fill:#8a9aa8;--track:#34322e}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);border-top:6px solid var(--state,var(--line));
font:.9375rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.page{max-width:84rem;margin:0 auto;padding:0 clamp(1rem,3vw,2.5rem) 3rem}
.ok{--state:var(--ok)}.warning{--state:var(--warning)}.critical{--state:var(--critical)}
.unknown{--state:var(--unknown)}.info{--state:var(--info)}.neutral{--state:var(--soft)}
header{padding:2rem 0 1rem}
header p{margin:.25rem 0 0;color:var(--soft)}
h1{margin:0;font-size:clamp(1.5rem,4.5vw,2.25rem);line-height:1.2;font-weight:650;letter-spacing:-.01em}
h1 .counts{font-weight:400}
h2{margin:0 0 .75rem;font-size:1.2rem;font-weight:650}
h3{margin:1.25rem 0 .4rem;font-size:.95rem;font-weight:650}
h2 .count{font-weight:400;color:var(--soft)}
p,ul,dl,table,figure{margin:0 0 .75rem}
a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:.15em}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible{
outline:2px solid var(--info);outline-offset:2px}
code,.id{font:.86em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
overflow-wrap:anywhere}
.id,.soft{color:var(--soft)}
.nowrap{white-space:nowrap}
.notice{border-left:4px solid var(--state);background:var(--panel);padding:.6rem .9rem;
color:var(--ink)!important}
nav{border:solid var(--line);border-width:1px 0;padding:.5rem 0}
nav ul{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;margin:0;padding:0;list-style:none;font-size:.92rem}
section{padding-top:1.75rem}
.state{color:var(--state);font-weight:650;white-space:nowrap}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.6rem;padding:0;
list-style:none}
.tiles li{display:flex;flex-direction:column;border:1px solid var(--line);border-left:4px solid var(--state);
padding:.5rem .7rem;background:var(--panel)}
.tiles .name{font-weight:600}
.tiles .soft{font-size:.87rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,23rem),1fr));gap:0 2rem}
.plain{padding:0;list-style:none}
.plain li{padding:.2rem 0;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-size:.93rem}
caption{text-align:left;font-weight:650;padding:.75rem 0 .25rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .75rem .45rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600}
thead th{border-bottom:1px solid var(--soft);font-size:.87rem;white-space:nowrap;color:var(--soft)}
tbody th{font-weight:400;overflow-wrap:anywhere}
th.number,td.number{text-align:right;padding-right:1.5rem}
td.number{font-variant-numeric:tabular-nums;white-space:nowrap}
th button{all:unset;cursor:pointer;font:inherit}
th button:focus-visible{outline:2px solid var(--info);outline-offset:2px}
th button::after{content:"\\2195";margin-left:.3em;opacity:.55}
th[aria-sort=ascending] button::after{content:"\\2191";opacity:1}
th[aria-sort=descending] button::after{content:"\\2193";opacity:1}
.findings{table-layout:fixed}
.findings td{overflow-wrap:anywhere}
.findings thead th:nth-child(1){width:6.5rem}
.findings thead th:nth-child(3){width:13%}
.findings thead th:nth-child(4){width:12%}
.findings thead th:nth-child(5){width:9.5rem}
.findings thead th:nth-child(6){width:11.5rem}
.findings thead th:nth-child(7){width:6.5rem}
.findings thead th:first-child{padding-left:.75rem}
.findings .text{font-weight:500;max-width:52rem}
.findings td:first-child{box-shadow:inset 3px 0 var(--state);padding-left:.75rem;white-space:nowrap}
.findings tr:target td{background:var(--panel)}
.findings .meta{font-size:.85rem;color:var(--soft)}
.findings td>div+div{margin-top:.1rem}
details{margin:.2rem 0 0}
summary{cursor:pointer;color:var(--soft);font-size:.87rem;width:fit-content}
details .body{padding:.3rem 0 .2rem .9rem;border-left:1px solid var(--line);margin-top:.2rem}
details .body p{margin:.2rem 0}
.evidence{display:grid;grid-template-columns:fit-content(45%) minmax(0,1fr);gap:0 .8rem;margin:.1rem 0 .3rem;
font-size:.88rem}
.evidence dt{color:var(--soft)}
.evidence dd{margin:0}
.command{display:block;background:var(--panel);padding:.25rem .5rem;border:1px solid var(--line)}
.filters{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin-bottom:.75rem}
.filters[hidden]{display:none}
.filters label{display:flex;flex-direction:column;font-size:.85rem;color:var(--soft);gap:.15rem}
.filters input,.filters select,.filters button{font:inherit;font-size:.93rem;color:var(--ink);
background:var(--paper);
border:1px solid var(--soft);border-radius:2px;padding:.3rem .45rem;min-height:2.2rem}
.filters .wide{flex:1 1 14rem}
.filters button{cursor:pointer}
.filters button[aria-pressed=true]{background:var(--panel);box-shadow:inset 0 0 0 1px var(--soft)}
.filters output{font-size:.9rem;color:var(--soft);padding:.4rem 0}
tr[hidden]{display:none!important}
.bar{display:block;width:100%;height:.8rem;overflow:visible}
.bar .track{fill:var(--track)}.bar .fill{fill:var(--fill)}
tr.warning .fill,tr.critical .fill{fill:var(--state)}
.bar .mark{stroke:var(--ink);stroke-width:1;vector-effect:non-scaling-stroke}
.bar .mark.first{stroke-dasharray:2 2}
.stocks{table-layout:fixed}
.stocks td.chart{padding-top:.75rem}
.stocks td.number{white-space:normal}
.stocks thead th:nth-child(1){width:23%}
.stocks thead th:nth-child(2){width:27%}
.stocks thead th:nth-child(3){width:17%}
.stocks thead th:nth-child(4){width:14%}
.even{table-layout:fixed}
.trends{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:1.25rem 2rem}
figure{margin:0;break-inside:avoid}
figcaption{display:flex;justify-content:space-between;gap:1rem;font-size:.93rem}
figcaption strong{white-space:nowrap;font-variant-numeric:tabular-nums}
.line{display:block;width:100%;height:3.5rem;margin:.3rem 0;border-bottom:1px solid var(--line)}
.line path{fill:none;stroke:var(--info);stroke-width:1.5;vector-effect:non-scaling-stroke;
stroke-linejoin:round}
.line .last{stroke-width:6;stroke-linecap:round}
figure p{margin:0;font-size:.83rem;color:var(--soft);font-variant-numeric:tabular-nums}
.facts{display:grid;grid-template-columns:minmax(0,max-content) minmax(0,1fr);gap:.15rem 1.25rem;
font-size:.92rem}
.facts dt{color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--soft)}
@media (max-width:66rem){
${cards(".findings")}
.findings.scripted thead{position:static;width:auto;height:auto;clip-path:none;display:block}
.findings.scripted thead tr{display:flex;flex-wrap:wrap;gap:.2rem 1rem;border:0;padding:0 0 .4rem}
.findings thead th{border:0;padding:.2rem 0!important;width:auto!important}
.findings tbody tr{display:flex;flex-wrap:wrap;gap:0 1.5rem;box-shadow:inset 3px 0 var(--state);
padding-left:.9rem}
.findings td:nth-child(-n+2){flex:0 0 100%;box-shadow:none;padding-left:0}
}
@media (max-width:38rem){
${cards(".cards")}
.stocks td.chart{padding:.25rem 0}
.facts{grid-template-columns:minmax(0,1fr)}
.facts dd{padding-left:.9rem}
}
@media print{
@page{margin:14mm}
:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;--critical:#a61b16;
--warning:#855000;
--ok:#27674a;--unknown:#5d4488;--info:#2f577d;--fill:#7b8b98;--track:#e6e2da}
html{font-size:75%}
body{border-top-width:3px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.page{max-width:none;padding:0}
header{padding-top:.75rem}
nav,.filters,.findings thead{display:none!important}
section{padding-top:1rem}
h2,h3,caption{break-after:avoid}
tr,li,figure{break-inside:avoid}
thead{display:table-header-group}
summary{display:none}
details::details-content{content-visibility:visible;block-size:auto}
}
`;
