#!/usr/bin/env bash
# Makes the pictures of the README and the tutorial anew from the present program: runs the quickstart, then takes pictures of
# its pages with Chromium. Usage: docs/pictures/make.sh [FOLDER of a finished quickstart]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../.." && pwd)
folder=${1:-}
if [ -z "$folder" ]; then
	folder=$(mktemp -d)
	"$home/bin/boldj" macro "$home/macros/quickstart.ijm" "$folder"
fi
chromium=$(command -v chromium || command -v google-chrome) || { echo "Chromium is needed for the pictures" >&2; exit 1; }
work=$(mktemp -d)

# picture PAGE SECTION WIDTH HEIGHT NAME: the top of a page, or one section of it alone
picture() {
	style=
	[ -z "$2" ] || style="<style>section:not(#$2),h1,.banner,footer{display:none}</style>"
	sed "s|</head>|$style</head>|" "$1" >"$work/page.html"
	"$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-background-networking \
		--user-data-dir="$work/profile" --window-size="$3,$4" --screenshot="$work/shot.png" \
		"file://$work/page.html" >/dev/null 2>&1
	# 64 colours are enough for a page and keep the repository small
	if command -v convert >/dev/null; then convert "$work/shot.png" +dither -colors 64 -strip "$here/$5"; else cp "$work/shot.png" "$here/$5"; fi
	echo "$here/$5"
}

results=$folder/results
first=$(find "$results" -maxdepth 1 -name "sub-*_task-rest*.html" ! -name "*_glm.html" | sort | head -n 1)
picture "$first" "" 820 990 scan.png
picture "$results/group/index.html" connections 900 846 trial.png
picture "$results/group/index.html" map-PCC 760 959 trial_map.png
