/** Everything in the page itself: it is to be read in twenty years, without this program and without the web. */
export const style = `
:root { color-scheme: light dark; --back: #f4f4f6; --card: #fff; --own: #dcefff; --text: #1b1c1f; --dim: #62656d; --line: #dcdde2; --link: #0b57b0; }
@media (prefers-color-scheme: dark) { :root { --back: #16171a; --card: #232529; --own: #173a5c; --text: #e8e9ec; --dim: #a0a4ae; --line: #373a40; --link: #8ab8f5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.45 system-ui, sans-serif; }
main, header { max-width: 48rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
header p, .meta { color: var(--dim); margin: 0 0 .5rem; font-size: .9rem; overflow-wrap: anywhere; }
a { color: var(--link); }
section { content-visibility: auto; contain-intrinsic-size: auto 600px; }
h2 { text-align: center; font-size: .85rem; font-weight: 600; color: var(--dim); margin: 1.5rem 0 .75rem; }
article { display: flow-root; width: fit-content; max-width: min(85%, 36rem); min-width: 6rem; margin: 0 0 .5rem; padding: .45rem .75rem .35rem; background: var(--card); border: 1px solid var(--line); border-radius: .9rem; overflow-wrap: anywhere; }
article.own { margin-inline-start: auto; background: var(--own); }
article.notice { margin-inline: auto; background: none; border-style: dashed; color: var(--dim); }
article:target { outline: 2px solid var(--link); }
.who { font-weight: 600; font-size: .9rem; }
.text { white-space: normal; }
.text p, .text ul, .text ol, .text blockquote, .text pre { margin: .25rem 0; }
.text h1, .text h2, .text h3, .text h4, .text h5, .text h6 { font-size: 1rem; text-align: start; color: inherit; margin: .25rem 0; }
.text pre { overflow-x: auto; }
.text blockquote, .reply { border-inline-start: 3px solid var(--line); padding-inline-start: .6rem; color: var(--dim); }
.text table { border-collapse: collapse; } .text td, .text th { border: 1px solid var(--line); padding: .1rem .4rem; }
.text [data-mx-spoiler] { background: currentColor; } .text [data-mx-spoiler]:hover { background: none; }
.reply { display: block; margin: .15rem 0 .3rem; font-size: .9rem; text-decoration: none; max-height: 4.4em; overflow: hidden; }
.gone { font-style: italic; color: var(--dim); }
figure { margin: .3rem 0; } img, video { max-width: 100%; max-height: 26rem; height: auto; border-radius: .5rem; display: block; } audio { max-width: 100%; }
.sticker img { max-height: 10rem; }
figcaption { font-size: .85rem; color: var(--dim); }
.reactions { margin: .25rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem; list-style: none; }
.reactions li { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; font-size: .85rem; background: var(--back); }
footer { text-align: end; font-size: .75rem; color: var(--dim); }
footer a { color: inherit; text-decoration: none; }
table.chats { width: 100%; border-collapse: collapse; margin-bottom: 2rem; } .chats td, .chats th { text-align: start; padding: .45rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; vertical-align: top; }
.chats td a { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.chats td:nth-child(n+2), .chats th:nth-child(n+2) { white-space: nowrap; text-align: end; color: var(--dim); font-weight: normal; }
@media print { body { background: none; } section { content-visibility: visible; } }
`;
