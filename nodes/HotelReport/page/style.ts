import { Html } from './html';

/** Everything that the page needs: it loads nothing. Colours keep 4.5:1 against their ground in both schemes. */
export const STYLE = new Html(`
:root { color-scheme: light dark; --ground: #f5f6f8; --panel: #fff; --text: #1c2330; --soft: #566072; --line: #dde1e8;
	--good: #17703f; --warning: #8a5300; --bad: #b3261e; --quiet: #566072; --link: #1f5fbf;
	--c0: #1f5fbf; --c1: #c2410c; --c2: #0f766e; --c3: #7e3fb2; --c4: #a16207; --c5: #be185d; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --panel: #1b212b; --text: #e8ebf0; --soft: #a4aebd;
	--line: #313948; --good: #6fd39b; --warning: #f0b45a; --bad: #ff8f86; --quiet: #a4aebd; --link: #8db8ff;
	--c0: #6ea8fe; --c1: #fb923c; --c2: #2dd4bf; --c3: #c392f5; --c4: #facc15; --c5: #f472b6; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 16px; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; justify-content: space-between; }
h1 { font-size: 22px; margin: 8px 0; } h2 { font-size: 17px; margin: 0 0 8px; }
p { margin: 4px 0; } a { color: var(--link); } small, .soft { color: var(--soft); }
.cards { display: flex; flex-wrap: wrap; gap: 12px; margin: 12px 0; } .card { flex: 1 1 calc(25% - 9px); min-width: 0; }
.card, section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.card b { display: block; font-size: 28px; line-height: 1.2; font-variant-numeric: tabular-nums; }
section { margin: 12px 0; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 12px; } .two section { margin: 0; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px; }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
.long { overflow-wrap: anywhere; min-width: 10em; } .short { white-space: nowrap; }
tr:last-child td { border-bottom: 0; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.state { white-space: nowrap; font-weight: 600; } .state::before { content: "●"; margin-right: 6px; }
.good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); } .quiet { color: var(--quiet); }
.notice { border-left: 4px solid var(--link); } .problem { border-left: 4px solid var(--bad); }
button { font: inherit; color: #fff; background: #1f5fbf; border: 0; border-radius: 7px; padding: 8px 14px; min-height: 40px; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; } form { margin: 0; }
svg { width: 100%; height: auto; display: block; } .axis { fill: var(--soft); font-size: 12px; } .grid { stroke: var(--line); }
.c0 { fill: var(--c0); --c: var(--c0); } .c1 { fill: var(--c1); --c: var(--c1); } .c2 { fill: var(--c2); --c: var(--c2); }
.c3 { fill: var(--c3); --c: var(--c3); } .c4 { fill: var(--c4); --c: var(--c4); } .c5 { fill: var(--c5); --c: var(--c5); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 8px 0 0; padding: 0; }
.legend li::before { content: ""; display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 6px; background: var(--c); }
details { margin-top: 8px; } summary { cursor: pointer; color: var(--link); }
@media (max-width: 800px) {
	.cards { gap: 8px; } .card { flex-basis: calc(50% - 4px); }
	.stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
	.stacked tr { display: block; border-bottom: 1px solid var(--line); padding: 8px 0; } .stacked tr:last-child { border-bottom: 0; }
	.stacked td { display: flex; justify-content: space-between; gap: 16px; border: 0; padding: 2px 0; text-align: right; white-space: normal; min-width: 0; }
	.stacked td::before { content: attr(data-label); color: var(--soft); text-align: left; flex: none; } .stacked td.long { display: block; text-align: left; } .stacked td.long::before { display: block; }
	.stacked td:empty { display: none; } .stacked td form { width: 100%; } .stacked td button { width: 100%; }
}
@media (max-width: 640px) { main { padding: 10px; } .card { padding: 10px 12px; } .card b { font-size: 24px; } .axis { font-size: 21px; } }
`);
