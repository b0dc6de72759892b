"""How a page looks: dark on white in the reader's own fonts, on a screen and on A4."""

from __future__ import annotations

STYLESHEET = """
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 46rem; padding: 0 1.25rem; background: #fff; color: #1b1b1b;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", Arial, sans-serif;
  overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1.5rem; border-bottom: 3px solid #1b1b1b; padding-bottom: .5rem; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 1.75rem 0 .5rem; }
h3 { font-size: 1em; line-height: 1.3; margin: 1.1em 0 .4em; }
p { margin: .4rem 0; }
ul { margin: .4em 0; padding-left: 1.2em; }
li { margin: .3em 0; }
li ul { margin: 0; }
li li { margin: .1em 0; }
.today { border-left: 4px solid #1b1b1b; background: #f4f4f4; padding: .6rem 1rem .7rem; margin-bottom: 1.75rem; }
.today h2 { margin-top: 0; }
.today p { font-size: 1.08em; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 .75rem; font-size: .95em; }
th, td { text-align: left; vertical-align: top; font-weight: normal; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #d0d0d0; }
thead th { font-size: .9em; color: #4a4a4a; border-bottom: 1px solid #1b1b1b; }
th:last-child, td:last-child { padding-right: 0; }
.kr { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.total > * { font-weight: bold; border-top: 1px solid #1b1b1b; border-bottom: 3px double #1b1b1b; }
figure { margin: 1rem 0; }
figure svg { display: block; width: 100%; height: auto; }
figure svg * { stroke-linejoin: round; stroke-linecap: butt; }
figcaption { color: #4a4a4a; font-size: .9em; margin-top: .4rem; }
caption { text-align: left; font-weight: bold; padding-bottom: .3rem; }
details { margin-top: 1.75rem; border-top: 1px solid #d0d0d0; padding-top: .75rem; font-size: .88em; }
summary { cursor: pointer; }
summary h2 { display: inline; }
.evidence ul { list-style: none; padding-left: 0; }
.evidence ul ul { padding-left: 1.2em; }
article + article { margin-top: 4rem; }
@page { size: A4; margin: 18mm 16mm 20mm; }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 10pt; line-height: 1.4; }
  h1 { font-size: 16pt; }
  h2 { font-size: 12pt; margin-top: 14pt; }
  h3 { font-size: 10.5pt; }
  .today { background: none; }
  h1, h2, h3, caption, thead { break-after: avoid; }
  table, tr, figure { break-inside: avoid; }
  p, li { orphans: 2; widows: 2; }
  details { font-size: 8.5pt; }
  details::details-content { content-visibility: visible; display: block; }
  summary { list-style: none; }
  summary::-webkit-details-marker { display: none; }
  article + article { break-before: page; margin-top: 0; }
}
"""
