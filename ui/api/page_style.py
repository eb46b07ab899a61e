"""The style sheet of the page for people, and the policy that allows it alone."""

from ui.app.headers import policy_of_a_page

STYLE = """
@font-face{font-family:"Thai letters";src:url("signin/thai.woff");unicode-range:U+E01-E3A,U+E40-E4E}
:root{color-scheme:light dark;--ink:light-dark(#1b2733,#e7edf3);--line:light-dark(#d3dce5,#33404d);
--card:light-dark(#fff,#1b232c);--link:light-dark(#1a5a94,#8cc1f0)}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.65 Sarabun,"Noto Sans Thai","Leelawadee UI",Thonburi,"Thai letters",sans-serif;
background:light-dark(#f2f5f8,#12181f);color:var(--ink);overflow-wrap:anywhere}
main{max-width:56rem;margin:0 auto;padding:.75rem 1rem 3rem}
nav{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
nav a,main p a{display:inline-flex;align-items:center;min-height:44px}a{color:var(--link)}
h1{font-size:1.5rem;line-height:1.5;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}p{margin:.5rem 0}
dl{margin:0;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.25rem 1rem}
dt{font-weight:600;padding-top:.6rem}dd{margin:0;padding-bottom:.6rem}dd+dt{border-top:1px solid var(--line)}
dt:target,dt:target+dd{background:light-dark(#fff6e8,#33270f)}
code,pre{font-family:ui-monospace,Consolas,"DejaVu Sans Mono",monospace;font-size:.9rem}
pre{margin:.25rem 0;padding:.75rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:6px;
overflow-x:auto;white-space:pre;overflow-wrap:normal}
:focus-visible{outline:3px solid light-dark(#1f5f99,#8cc1f0);outline-offset:2px}
@media print{:root{color-scheme:light}body{background:#fff}nav{display:none}pre{white-space:pre-wrap}}
"""
POLICY = policy_of_a_page(STYLE)
