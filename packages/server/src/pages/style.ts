/** Style of the pages the owner signs in on: one column that fits a phone, dark and light. */
export const style = `
:root { color-scheme: light dark; --line: #8886; --soft: #8881; --accent: light-dark(#0b57d0, #8ab4f8); --on-accent: light-dark(#fff, #0b1b33); --wrong: light-dark(#b3261e, #ff9c94); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: start center; font: 16px/1.5 system-ui, sans-serif; padding: clamp(0.75rem, 6vh, 5rem) 1rem 2rem; }
main { width: 100%; max-width: 30rem; } main.wide { max-width: 44rem; }
.brand { font-size: .875rem; opacity: .75; margin: 0 0 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere; }
.card { border: 1px solid var(--line); background: var(--soft); border-radius: .6rem; padding: .25rem 1rem; margin: 1rem 0; }
h2 { font-size: 1.125rem; line-height: 1.3; margin: .75rem 0 .25rem; overflow-wrap: anywhere; }
.facts { font-size: .9375rem; margin: .25rem 0; opacity: .85; overflow-wrap: anywhere; }
.said { margin: .75rem 0; padding: .6rem .75rem; border-inline-start: 3px solid var(--accent); background: var(--soft); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow: auto; }
.sign { font: .75em ui-monospace, monospace; border: 1px solid var(--wrong); color: var(--wrong); border-radius: .25rem; padding: 0 .2rem; margin: 0 .1rem; }
.news { border: 1px solid var(--accent); border-radius: .4rem; padding: .6rem .75rem; overflow-wrap: anywhere; }
.card img { display: block; max-width: 100%; max-height: 20rem; margin: .5rem 0; border-radius: .4rem; }
.card .buttons { margin: .75rem 0; }
details { margin: .5rem 0; } summary { cursor: pointer; padding: .5rem 0; }
.decided { list-style: none; margin: 0; padding: 0; } .decided li { border-top: 1px solid var(--line); padding: .6rem 0; } .decided p { margin: 0; overflow-wrap: anywhere; }
dl { margin: 0; } dt { font-size: .875rem; opacity: .75; margin-top: .6rem; } dd { margin: 0 0 .6rem; overflow-wrap: anywhere; }
fieldset { border: 0; padding: 0; margin: 1rem 0; min-width: 0; } legend { font-weight: 600; padding: 0; } .inner { margin-inline-start: 1.75rem; }
label { display: block; font-weight: 600; margin: 1rem 0 .25rem; }
label.choice { display: flex; gap: .6rem; align-items: start; font-weight: 400; margin: .75rem 0; }
label.choice input { margin: .3rem 0 0; width: 1.1rem; height: 1.1rem; flex: none; }
input[type=password], input[type=text], textarea { width: 100%; font: inherit; padding: .65rem .75rem; border: 1px solid var(--line); border-radius: .4rem; background: Field; color: FieldText; }
textarea { resize: vertical; min-height: 6rem; }
.code { font: 1.5rem/1.2 ui-monospace, monospace; letter-spacing: .1em; text-transform: uppercase; }
small { display: block; opacity: .8; margin-top: .25rem; }
.wrong { color: var(--wrong); font-weight: 600; margin: .5rem 0 0; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button, .buttons a { flex: 1 1 10rem; min-height: 2.9rem; font: 600 1rem system-ui, sans-serif; border-radius: .4rem; border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer; }
button.main, .buttons a.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a:not(.main) { color: var(--accent); }
.buttons a { display: grid; place-items: center; text-decoration: none; }
`;
