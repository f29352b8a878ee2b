/** Style of the API page: readable on a phone and on a wide screen, dark and light. */
export const style = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: light-dark(#0b57d0, #8ab4f8); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); font-size: .875rem; }
nav h2 { font-size: .75rem; text-transform: uppercase; letter-spacing: .05em; margin: 1.25rem 0 .25rem; opacity: .7; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .2rem 0; }
main { padding: 1.5rem clamp(1rem, 4vw, 3rem) 6rem; max-width: 60rem; }
h1 { margin-top: 0; }
main > h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
section { scroll-margin-top: 1rem; margin: 2rem 0; }
h3 { margin: 0 0 .25rem; }
a { color: var(--accent); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
code, pre { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre, .route { background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; overflow-x: auto; }
.route b { font: 700 .8rem ui-monospace, monospace; }
.GET { color: light-dark(#0b6e4f, #6fd6a8); } .POST { color: light-dark(#0b57d0, #8ab4f8); }
.PATCH, .PUT { color: light-dark(#8a5a00, #f2c063); } .DELETE { color: light-dark(#b3261e, #ff9c94); }
dl { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .25rem 1rem; margin: .5rem 0; }
dt { opacity: .7; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
td:first-child { width: 40%; }
small { opacity: .75; }
.jump { display: none; }
@media (max-width: 48rem) {
  body { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
  nav { position: static; height: auto; border-right: 0; border-top: 1px solid var(--line); }
  main { padding-bottom: 2rem; }
  .jump { display: block; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .5rem; }
}
`;
