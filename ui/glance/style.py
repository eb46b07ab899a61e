"""The style sheet of the quick page, and the policy that allows it alone."""

from ui.app.headers import policy_of_a_page
from ui.charts import palette
from ui.charts.specs import LEGENDS

_SERIES = {series: look[0] for name in ("groups_burn", "money_burn") for series, look in LEGENDS[name].items()}
_PLACES = range(21)  # rows and columns that tiles may stand in
_TENTHS = range(11)  # shades of a tile, from no group registered to all


def _mix(tenth: int) -> str:
    return f"color-mix(in srgb,{palette.FULL} {tenth * 10}%,{palette.PALE})"


_LOOKS = [
    *(f".of-{series}{{color:{colour}}}" for series, colour in _SERIES.items()),
    *(f".row-{n}{{grid-row:{n + 1}}}.col-{n}{{grid-column:{n + 1}}}" for n in _PLACES),
    *(f".share-{n} a{{background:{_mix(n)}}}" for n in _TENTHS),
]
STYLE = (
    """
@font-face{font-family:"Thai letters";src:url("signin/thai.woff");unicode-range:U+E01-E3A,U+E40-E4E}
@font-face{font-family:"Thai digits";src:url("fonts/Sarabun-Regular.ttf");unicode-range:U+E50-E59}
:root{color-scheme:light dark;--ink:light-dark(#1b2733,#e7edf3);--quiet:light-dark(#4d5a67,#b3bfca);
--line:light-dark(#d3dce5,#33404d);--card:light-dark(#fff,#1b232c);--link:light-dark(#1a5a94,#8cc1f0)}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.65 Sarabun,"Noto Sans Thai","Leelawadee UI",Thonburi,"Thai letters","Thai digits",sans-serif;
background:light-dark(#f2f5f8,#12181f);color:var(--ink);overflow-wrap:break-word}
main{max-width:60rem;margin:0 auto;padding:.75rem 1rem 2rem}
a{color:var(--link)}h1{font-size:1.15rem;line-height:1.6;margin:0}h2{font-size:1rem;line-height:1.6;margin:0}
p,ul{margin:0}
:focus-visible{outline:3px solid light-dark(#1f5f99,#8cc1f0);outline-offset:2px}
nav{display:flex;flex-wrap:wrap;margin-bottom:.6rem;align-items:center;justify-content:space-between;gap:0 1rem}
nav>*{display:flex;flex-wrap:wrap;gap:0 1.25rem}nav a{display:inline-flex;align-items:center;min-height:44px}
button{min-height:44px;padding:.35rem 1rem;font:inherit;font-weight:600;color:#fff;background:#1f5f99;border:0;
border-radius:6px}
header{padding:.6rem .75rem;border-radius:6px;background:light-dark(#e7ecf1,#1d262f)}
header.stale{background:light-dark(#d6d9dc,#2c3136)}
.quiet{font-size:.9rem;color:var(--quiet)}.quiet span{white-space:nowrap}
.badges{display:flex;flex-wrap:wrap;gap:.25rem .5rem;align-items:center}
.badges span{padding:.05rem .55rem;border-radius:6px;font-size:.9rem;font-weight:600;
color:light-dark(#6b3a00,#ffd9a3);background:light-dark(#ffedd2,#47300f)}
.badges a{display:inline-flex;align-items:center;min-height:44px}
.notice{margin-top:.5rem;padding:.4rem .75rem;border-left:4px solid #b36b00;background:light-dark(#fff6e8,#33270f)}
.verdict{display:flex;align-items:center;gap:.75rem;margin-top:.75rem;padding:.7rem .85rem;min-height:44px;
border-radius:6px;border-left:6px solid;color:inherit;text-decoration:none}
.verdict strong{font-size:1.15rem;line-height:1.6;color:var(--ink)}
.verdict svg{flex:none;width:1.75rem;height:1.75rem}
.info{color:light-dark(#1f5f99,#8cc1f0);background:light-dark(#e6eff7,#1c3248)}
.success{color:light-dark(#14683a,#7fd6a4);background:light-dark(#e4f4ea,#17352a)}
.warning{color:light-dark(#8a5200,#f5c069);background:light-dark(#fff3dc,#3a2c10)}
.cards{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.6rem;margin-top:.75rem}
.card{display:block;padding:.65rem .75rem;background:var(--card);border:1px solid var(--line);border-radius:6px;
color:inherit}
a.card{text-decoration:none}section.card{margin-top:.75rem}
.value{font-size:1.35rem;font-weight:700;line-height:1.5}
.verdict strong,.cards .quiet,.label{text-wrap:balance}
.label{color:var(--link);text-decoration:underline}
.bar{display:block;width:100%;height:15px;margin:.2rem 0}
.bar .whole{fill:light-dark(#dfe5ea,#33404c)}.bar .done{fill:light-dark(#2f7fc1,#4d97d6)}.bar .plan{fill:var(--ink)}
.needs{list-style:none;padding:0}.needs li+li{border-top:1px solid var(--line)}
.needs a{display:flex;align-items:center;min-height:44px;padding:.4rem 0}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 .75rem}
.chart{min-width:0}.chart h2 a,.more{display:inline-flex;align-items:center;min-height:44px}
.burn{display:block;width:100%;height:auto;overflow:visible}
.burn text{font-family:inherit;fill:var(--ink)}.burn .grid line{stroke:var(--line)}
.legend{font-size:.9rem}.legend span{display:inline-block;margin-right:1.1rem}
.legend i{font-style:normal;letter-spacing:-1px}
.tiles{display:grid;grid-auto-columns:minmax(0,1fr);gap:.4rem;padding:0;list-style:none;margin-top:.4rem}
.tiles a{display:flex;flex-direction:column;justify-content:space-between;min-height:68px;height:100%;
padding:.35rem .3rem;text-align:center;text-decoration:none;font-size:.85rem;line-height:1.5;border-radius:6px;
color:#1f2933}
.tiles b{font-size:1rem}
footer{margin-top:.75rem}footer form{margin-top:.6rem}
@media (min-width:48rem){.value{font-size:1.7rem}.verdict strong{font-size:1.35rem}.tiles{max-width:36rem}}
@media print{:root{color-scheme:light}body{background:#fff}main{max-width:none;padding:0}
nav,form,.badges a{display:none}a,.label{color:inherit}.card,header,.verdict{break-inside:avoid}
.charts{grid-template-columns:1fr 1fr}*{print-color-adjust:exact}}
"""
    + "".join(_LOOKS)
    + "\n"
)
POLICY = policy_of_a_page(STYLE)
