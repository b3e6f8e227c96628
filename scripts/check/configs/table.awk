# SPDX-License-Identifier: GPL-2.0
# The verdicts of scripts/check/check-configs as Markdown: a row for each config, a column
# for each architecture; what passed with both allocators is named alone, what did not run
# is in parentheses.
BEGIN { FS = "\t" }
function rank(v) { return v == "pass" ? 0 : v == "not run" ? 1 : v ~ /^cannot/ ? 2 : 3 }
/^#/ { next }
!($1 in column) { column[$1] = ++columns; arch[columns] = $1 }
!($2 in row) { row[$2] = ++rows; config[rows] = $2 }
!(($1, $2, $3) in worst) { tools[$1, $2] = tools[$1, $2] " " $3 }
{ if (rank($6) >= worst[$1, $2, $3]) { worst[$1, $2, $3] = rank($6); said[$1, $2, $3] = $6 } }
END {
	split("pass,not run,cannot,FAIL", word, ",")
	head = "| config |"; rule = "|---|"
	for (c = 1; c <= columns; c++) { head = head " " arch[c] " |"; rule = rule "---|" }
	print head; print rule
	for (r = 1; r <= rows; r++) {
		line = "| " config[r] " |"
		for (c = 1; c <= columns; c++) {
			n = split(tools[arch[c], config[r]], tool, " "); cell = ""
			for (t = 1; t <= n; t++) {
				w = worst[arch[c], config[r], tool[t]]
				cell = cell (t > 1 ? ", " : "") (w == 1 ? "(" tool[t] ")" : tool[t] (w ? ": " word[w + 1] : ""))
			}
			line = line " " cell " |"
		}
		print line
	}
}
