#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The reports in a real browser, headless Chromium: at 1280 and at 400 pixels no picture is missing
# or broken, nothing is wider than the page, and in the plots no text leaves or covers another.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

browser=$(command -v chromium || command -v chromium-browser) || skip_all 'no chromium: apt-get install chromium'

# look WIDTH PAGE: what look.js says of it. In a frame, as a window has at least 500 pixels. As root
# Chromium does without its sandbox.
look() {
	local sandbox=()
	[ "$(id -u)" != 0 ] || sandbox=(--no-sandbox)
	mkdir -p "$tmp/home"
	{ cat "$2"; echo '<script>'; cat "$top/tests/report/look.js"; echo '</script>'; } >"$tmp/looked.html"
	cat >"$tmp/frame.html" <<-END
	<!DOCTYPE html>
	<pre id="looked"></pre>
	<script>onmessage = e => looked.textContent = e.data;</script>
	<iframe src="looked.html" style="width: $1px; height: 900px; border: 0"></iframe>
	END
	HOME=$tmp/home timeout 300 "$browser" --headless "${sandbox[@]}" --disable-gpu --disable-dev-shm-usage \
		--no-first-run --disable-extensions --user-data-dir="$tmp/home/profile" --hide-scrollbars \
		--window-size=1400,1000 --virtual-time-budget=5000 --dump-dom "file://$tmp/frame.html" 2>"$tmp/browser" |
		sed -n '/<pre id="looked">/,/<\/pre>/p' >"$tmp/seen"
	[ -s "$tmp/seen" ] || show "$tmp/browser"
}

seen() { grep -qx "$1" "$tmp/seen"; }
check() { # check NAME LINE
	if seen "$2"; then pass "$1"; else
		fail "$1: wanted $2"
		show "$tmp/seen"
	fi
}

good() { # good NAME PAGE PLOTS
	local width
	for width in 1280 400; do
		look "$width" "$2"
		check "$1 at $width: it is shown so wide" "width $width"
		check "$1 at $width: the page does not scroll sideways" 'page wider by 0'
		check "$1 at $width: nothing leaves it" 'overflow 0'
		check "$1 at $width: no broken picture" 'broken 0'
		check "$1 at $width: each plot is drawn" "plots $3 of $3"
		check "$1 at $width: no text leaves its plot" 'outside 0'
		check "$1 at $width: no text covers another" 'covered 0'
		check "$1 at $width: all text can be read" 'small 0'
		check "$1 at $width: each link leads to a section" 'dangling 0'
	done
}

# A report has as many plots as its Markdown.
plots() { grep -c '^!\[.*\.svg)$' "$1"; }
pictures_there() {
	local name
	while read -r name; do [ -s "$1/$name" ] || { echo "$name"; return 1; }; done < <(
		grep -oE '\]\([^)#]*\)' "$1/report.md" | tr -d ')' | sed 's/](//')
}
for page in "$top"/Documentation/results/{,v*/}report.html; do
	name=${page#"$top/Documentation/"}
	good "$name" "$page" "$(plots "${page%.html}.md")"
	ok "${name%.html}.md: all that it shows or names is there" pictures_there "${page%/*}"
done

# --- These checks can fail ---------------------------------------------------------------
page=$top/Documentation/results/v6.12/report.html
{ sed 's|<h1 |<img src="none.png"><a href="#none">x</a>&|; s|\.table { overflow: auto;|.table {|' "$page"
	echo '<svg width="100" height="40"><text x="90" y="20">too wide</text><text x="91" y="22">on it</text></svg>'; } >"$tmp/bad.html"
look 400 "$tmp/bad.html"
not() { ! "$@"; }
ok 'a missing picture is seen' seen 'broken 1.*'
ok 'a table that makes the page wide is seen' not seen 'page wider by 0'
ok 'and named' not seen 'overflow 0'
ok 'text that leaves its plot is seen' not seen 'outside 0'
ok 'text on text is seen' not seen 'covered 0'
ok 'a link that leads nowhere is seen' seen 'dangling 1.*'
done_testing
