"""The style sheet of every HTML report: light and dark, on paper, on a telephone."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1c1a18; --paper: #f7f5ee; --sheet: #fffdf8; --line: #cfcabd; --quiet: #5d5850;
  --error: #a3200f; --warning: #8a5a00; --note: #1f5673; --good: #2c6231 }
@media (prefers-color-scheme: dark) { :root { --ink: #ece8df; --paper: #1b1a18; --sheet: #24221f; --line: #45413a;
  --quiet: #b0a99b; --error: #ff8a75; --warning: #f0b550; --note: #8cc7e8; --good: #8fd196 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 72rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif }
h1 { font: 600 2rem/1.2 "Source Serif 4", "Source Serif Pro", Georgia, serif; margin: 0 0 .25rem }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 3.5rem 0 .5rem; padding-top: 1.25rem; border-top: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 2rem 0 .25rem }
p { max-width: 44rem } .quiet { color: var(--quiet) } .verdict { font-size: 1.25rem; margin: 1.25rem 0 2rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { font-weight: 600 } a { color: inherit } .number { text-align: right }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--note); outline-offset: 2px }
.error { color: var(--error) } .warning { color: var(--warning) } .note { color: var(--note) } .good { color: var(--good) }
.finding { margin: 0 0 1.5rem; padding-left: 1rem; border-left: 4px solid currentColor; scroll-margin-top: 1rem;
  break-inside: avoid }
.finding:target { background: color-mix(in srgb, currentColor 9%, transparent); padding-block: .5rem }
.finding > *, .finding p { margin: .15rem 0; color: var(--ink) } .finding .quiet { color: var(--quiet) }
.finding .level { font-weight: 600 } .finding.error .level { color: var(--error) }
.finding.warning .level { color: var(--warning) } .finding.note .level { color: var(--note) }
code { font-size: .9em; overflow-wrap: anywhere }
details { margin: .75rem 0 } summary { cursor: pointer; color: var(--quiet) }
"""

PREFLIGHT = """
.findings { list-style: none; margin: 1rem 0; padding: 0; min-width: 0; overflow-wrap: anywhere }
.badge { display: inline-block; min-width: 1.5rem; padding: 0 .35rem; margin-right: .35rem; border-radius: .75rem;
  font: 600 .85rem/1.5rem "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; text-align: center;
  text-decoration: none; background: var(--quiet); color: var(--paper) }
.badge.error { background: var(--error) } .badge.warning { background: var(--warning) } .badge.note { background: var(--note) }
.single { display: grid; grid-template-columns: minmax(0, 26rem) minmax(0, 1fr); gap: 0 2.5rem; align-items: start }
.single .large { position: sticky; top: 1rem; grid-template-columns: minmax(0, 1fr) }
.large { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.5rem; margin: 1rem 0 }
.strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); gap: .75rem; margin: 1rem 0;
  align-items: end }
figure { margin: 0; scroll-margin-top: 1rem; break-inside: avoid }
figcaption { color: var(--quiet); font-size: .85rem; margin-top: .25rem }
figcaption .badge { margin: 0 .15rem 0 0 }
.page { display: block; width: 100%; height: auto; background: #fff; box-shadow: 0 0 0 1px var(--line) }
.large .page { max-height: 92vh }
.strip figure:target, .large figure:target { grid-column: 1 / -1 }
.strip figure:target .page { max-width: 30rem } .large figure:target .page { max-height: none }
.single:has(figure:target) { grid-template-columns: minmax(0, 1fr) } .single:has(figure:target) .large { position: static }
.smaller { display: none } figure:target .smaller { display: inline } figure:target .larger { display: none }
.strip figure:not(:target) .marks rect { stroke-width: 1.5px } .strip figure:not(:target) .halo { display: none }
.strip figure:not(:target) .lines, .strip figure:not(:target) .tags { display: none }
.lines rect, .marks rect { fill: none; vector-effect: non-scaling-stroke }
.halo { stroke: #fff; stroke-opacity: .75; stroke-width: 4.5px }
.marks .error { stroke: #c4240f; stroke-width: 2.5px } .marks .warning { stroke: #c27a00; stroke-width: 2.5px;
  stroke-dasharray: 7 3 } .marks .note { stroke: #1c6b95; stroke-width: 2px; stroke-dasharray: 2 3 }
.marks.dense rect { stroke-width: 1.25px; stroke-dasharray: none } .marks.dense .halo { display: none }
.tags a circle { stroke: #fff; stroke-width: 1.5px; vector-effect: non-scaling-stroke }
.tags a:focus-visible circle { stroke: #000; stroke-width: 4px }
.tags .error { fill: #a3200f } .tags .warning { fill: #8a5a00 } .tags .note { fill: #1f5673 }
.tags text { fill: #fff; text-anchor: middle; font: 600 1px system-ui, sans-serif }
.lines text { font: 600 1px system-ui, sans-serif; paint-order: stroke; stroke: #fff; stroke-linejoin: round }
.trim { stroke: #0a7a4c; stroke-width: 1.25px } .bleed { stroke: #0b5fc0; stroke-width: 1.25px; stroke-dasharray: 6 3 }
.safe { stroke: #8a3bb0; stroke-width: 1.25px; stroke-dasharray: 1.5 3 }
text.trim { fill: #0a7a4c } text.bleed { fill: #0b5fc0 } text.safe { fill: #8a3bb0 }
.legend { display: flex; flex-wrap: wrap; gap: .35rem 1.5rem; padding: 0; margin: 1.5rem 0 0; list-style: none;
  font-size: .9rem; color: var(--quiet) }
.legend svg { width: 2.25rem; height: 1rem; margin-right: .45rem; vertical-align: -.15rem; background: #fff;
  border-radius: 2px }
.legend rect, .legend line { fill: none; vector-effect: non-scaling-stroke }
.plates { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(31rem, 100%), 1fr)); gap: 1.25rem;
  margin: 1rem 0; font-size: .9rem } .many .plates { grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)) }
.plates ul { display: flex; flex-wrap: wrap; gap: .75rem; list-style: none; margin: 0; padding: 0 }
.plates li { width: 7rem; font-size: .85rem; color: var(--quiet); font-variant-numeric: tabular-nums }
.many .plates li { width: 4.75rem }
.places { margin: .25rem 0; padding-left: 1.1rem }
@media (max-width: 46rem) {
  body { padding-top: 1.5rem } h1 { font-size: 1.6rem } .single { grid-template-columns: minmax(0, 1fr) }
  .single .large { position: static }
  .items thead { display: none } .items tr { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .6rem 0;
    border-bottom: 1px solid var(--line) } .items td { border: 0; padding: 0; text-align: left }
  .items td.more { display: none } .items td.findings-in-words { grid-column: 1 / -1; color: var(--quiet) }
  .items .state { order: 1 } .items .findings-in-words { order: 2 }
}
@media print {
  :root { --ink: #000; --paper: #fff; --sheet: #fff; --line: #bbb; --quiet: #444; --error: #a3200f; --warning: #8a5a00;
    --note: #1f5673; --good: #2c6231 }
  body { max-width: none; padding: 0; font-size: 10pt } h2, h2 + p { break-after: avoid } .single .large { position: static }
  .page, .badge, .tags, .marks { print-color-adjust: exact }
  .larger, .smaller { display: none !important } .large .page { max-height: 20cm; width: auto; max-width: 100% }
}
"""
